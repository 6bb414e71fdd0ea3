#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fullmakt_fuzz::policy_xml(data));
