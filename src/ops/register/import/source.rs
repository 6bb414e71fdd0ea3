//! Files on their way in: who they are, whether they are packed, and how far they have been read.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;
use sha2::{Digest, Sha256};

const CHUNK: usize = 256 << 10;

/// A file to import, known by its content.
#[derive(Clone, Debug)]
pub struct Source {
    pub path: PathBuf,
    /// The SHA-256 of the whole file, in hexadecimal.
    pub digest: String,
    /// In bytes, as it lies on the disk.
    pub size: u64,
}

impl Source {
    /// Reads the file once to know it.
    ///
    /// # Errors
    /// When it cannot be read, or is no file: it is read several times, which a pipe is not.
    pub fn identify(path: &Path) -> io::Result<Self> {
        if !std::fs::metadata(path)?.is_file() {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "it is no plain file; a file is read more than once, which a pipe or folder cannot be",
            ));
        }
        let mut file = File::open(path)?;
        let mut hash = Sha256::new();
        let size = io::copy(&mut file, &mut hash)?;
        let digest = hash.finalize();
        Ok(Self {
            path: path.to_owned(),
            digest: digest.iter().map(|byte| format!("{byte:02x}")).collect(),
            size,
        })
    }

    /// Opens the file, unpacked if it is packed by gzip. `read` counts the bytes of the file itself.
    pub fn open(&self, read: Arc<AtomicU64>) -> io::Result<Box<dyn BufRead>> {
        let file = Counted {
            file: File::open(&self.path)?,
            read,
        };
        let mut plain = BufReader::with_capacity(CHUNK, file);
        Ok(match plain.fill_buf()?.starts_with(&[0x1f, 0x8b]) {
            true => Box::new(BufReader::with_capacity(CHUNK, MultiGzDecoder::new(plain))),
            false => Box::new(plain),
        })
    }
}

/// A file that tells how far it has been read.
struct Counted {
    file: File,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.read.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}
