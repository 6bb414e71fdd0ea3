#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fullmakt_fuzz::xpath(data));
