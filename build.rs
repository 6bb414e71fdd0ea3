//! Prepares `static/` for embedding: every file gets a name that carries the hash of its content, stylesheets are
//! rewritten to use those names, and text files get packed copies (`.br`, `.gz`) beside them in `OUT_DIR/assets`.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

fn main() -> Outcome {
    println!("cargo:rerun-if-changed=static");
    println!("cargo:rerun-if-changed=build.rs");
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    let folder = out.join("assets");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;

    let names = write_assets(&folder, &collect(Path::new("static"))?)?;
    fs::write(out.join("asset_names.rs"), table(&names)?)?;
    Ok(())
}

/// Every file to serve, by its plain name. Folders only sort the sources; names are unique without them.
fn collect(folder: &Path) -> Outcome<BTreeMap<String, PathBuf>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path
                .file_name()
                .ok_or("no name")?
                .to_string_lossy()
                .into_owned();
            if path.is_dir() {
                folders.push(path);
            } else if !name.ends_with(".lock")
                && let Some(twin) = files.insert(name, path.clone())
            {
                return Err(
                    format!("{} and {} share a name", path.display(), twin.display()).into(),
                );
            }
        }
    }
    Ok(files)
}

/// Writes all files under hashed names; stylesheets last, since their text holds the others' names.
fn write_assets(
    folder: &Path,
    files: &BTreeMap<String, PathBuf>,
) -> Outcome<BTreeMap<String, String>> {
    let mut names = BTreeMap::new();
    let (sheets, others): (Vec<_>, Vec<_>) =
        files.iter().partition(|(name, _)| name.ends_with(".css"));
    for (name, path) in others {
        write_asset(folder, name, &fs::read(path)?, &mut names)?;
    }
    for (name, path) in sheets {
        let css = with_hashed_urls(&fs::read_to_string(path)?, &names);
        write_asset(folder, name, css.as_bytes(), &mut names)?;
    }
    Ok(names)
}

/// Replaces `url("name")` by `url("hashed name")`: all files are served from one folder.
fn with_hashed_urls(css: &str, names: &BTreeMap<String, String>) -> String {
    names.iter().fold(css.to_owned(), |css, (name, hashed)| {
        css.replace(&format!("url(\"{name}\")"), &format!("url(\"{hashed}\")"))
    })
}

fn write_asset(
    folder: &Path,
    name: &str,
    bytes: &[u8],
    names: &mut BTreeMap<String, String>,
) -> Outcome {
    let hashed = hashed_name(name, bytes)?;
    fs::write(folder.join(&hashed), bytes)?;
    if !name.ends_with(".woff2") {
        fs::write(folder.join(format!("{hashed}.br")), brotli(bytes)?)?;
        fs::write(folder.join(format!("{hashed}.gz")), gzip(bytes)?)?;
    }
    names.insert(name.to_owned(), hashed);
    Ok(())
}

/// `app.css` becomes `app.2cde59fd79.css`.
fn hashed_name(name: &str, bytes: &[u8]) -> Outcome<String> {
    let (stem, extension) = name.rsplit_once('.').ok_or("a file without extension")?;
    let hash: String = Sha256::digest(bytes)
        .iter()
        .take(5)
        .fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        });
    Ok(format!("{stem}.{hash}.{extension}"))
}

fn brotli(bytes: &[u8]) -> Outcome<Vec<u8>> {
    let mut packed = Vec::new();
    brotli::CompressorWriter::new(&mut packed, 4096, 11, 22).write_all(bytes)?;
    Ok(packed)
}

fn gzip(bytes: &[u8]) -> Outcome<Vec<u8>> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(bytes)?;
    Ok(writer.finish()?)
}

/// A Rust expression: plain name and hashed name of every asset, sorted by plain name.
fn table(names: &BTreeMap<String, String>) -> Outcome<String> {
    let mut code = String::from("&[\n");
    for (name, hashed) in names {
        writeln!(code, "    ({name:?}, {hashed:?}),")?;
    }
    code.push_str("]\n");
    Ok(code)
}
