//! `line` against the simulator, and the bit rates it is held against.

use perihelion_simulator::{Knobs, Upstream};

use crate::stage::{SINTEL, Stage};

#[test]
fn the_line_is_measured_kept_shown_beside_rates_and_forgotten() {
    let stage = Stage::set();
    assert_eq!(stage.run("", &["line"]).expect(0).out, "not measured\n");
    let unknown = stage.run("demo-premium", &["passport", SINTEL, "--json"]).expect(0).rows();
    assert!(unknown[0]["line"].is_null());

    stage.simulator.set_knobs(Upstream::Files, Knobs { line: Some(60_000_000), ..Knobs::default() });
    let measured = stage.run("demo-premium", &["line", "--measure", SINTEL, "--json"]).expect(0).rows();
    let bits = measured[0]["bits_per_second"].as_u64().unwrap();
    assert!((30_000_000..=90_000_000).contains(&bits), "{bits}");
    assert_eq!(measured[0]["measured"][0]["host"], "127.0.0.1");
    let kept = stage.run("", &["line"]).expect(0).out;
    assert!(kept.starts_with("≈ ") && kept.contains("127.0.0.1"), "{kept}");

    let of_line = format!("≈ {}", perihelion_core::line::megabits(bits));
    for of in ["passport", "streams", "link"] {
        let said = stage.run("demo-premium", &[of, SINTEL]).expect(0);
        assert!(said.out.contains(&of_line) || said.err.contains(&of_line), "{of}: {} {}", said.out, said.err);
        let rows = stage.run("demo-premium", &[of, SINTEL, "--json"]).expect(0).rows();
        let line = rows.iter().map(|row| &row["line"]).find(|line| line.is_object()).expect("a row with its rate");
        assert_eq!(line["line_bits_per_second"], bits, "{of}");
        assert_eq!(line["fits"], line["bits_per_second"].as_u64().unwrap() <= bits / 5 * 4, "{of}");
    }
    assert_eq!(stage.run("", &["line", "--forget"]).expect(0).out, "not measured\n");
    stage.run("", &["line", "--measure", "nonsense"]).expect(2);
}
