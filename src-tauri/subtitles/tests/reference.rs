//! The hash of 200 files against another implementation, in another language, written from the published algorithm.

#![expect(clippy::disallowed_types, reason = "it runs the other implementation")]

use std::process::Command;

use subtitles::{HASHED, hash};

const FILES: u64 = 200;
/// Hashes every file named on the command line.
const REFERENCE: &str = r#"
import os, struct, sys
for path in sys.argv[1:]:
    size = os.path.getsize(path)
    total = size
    with open(path, "rb") as file:
        for start in (0, size - 65536):
            file.seek(start)
            for (word,) in struct.iter_unpack("<Q", file.read(65536)):
                total = (total + word) % 2**64
    print("%016x" % total)
"#;

#[test]
fn two_hundred_files_hash_as_the_reference_says() {
    let folder = tempfile::tempdir().unwrap();
    let mut state = 22_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> 29
    };
    let (mut names, mut hashes) = (Vec::new(), Vec::new());
    for at in 0..FILES {
        // The ends overlap in the smallest ones.
        let size = usize::try_from(65_536 + if at % 4 == 0 { next() % 70_000 } else { next() % 250_000 }).unwrap();
        let bytes: Vec<u8> = std::iter::repeat_with(|| next().to_le_bytes()).flatten().take(size).collect();
        let path = folder.path().join(at.to_string());
        std::fs::write(&path, &bytes).unwrap();
        names.push(path);
        hashes.push(hash(size as u64, &bytes[..HASHED], &bytes[size - HASHED..]).unwrap());
    }
    let run = Command::new("python3").arg("-c").arg(REFERENCE).args(&names).output();
    let run = run.expect("python3 is missing, which the tests of this project are run by");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let reference: Vec<String> = String::from_utf8(run.stdout).unwrap().lines().map(str::to_owned).collect();
    assert_eq!(hashes, reference);
}
