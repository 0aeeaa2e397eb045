#![no_main]

libfuzzer_sys::fuzz_target!(|body: &[u8]| perihelion_core::sources::fuzzing::run("cinemeta", body));
