#![no_main]

libfuzzer_sys::fuzz_target!(|body: &[u8]| perihelion_core::fuzzing::run("subtitle_list", body));
