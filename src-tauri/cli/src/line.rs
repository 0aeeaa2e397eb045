//! `line`: what the line carries, as it was measured or typed; measured anew by a film or episode.

use clap::Args;
use perihelion_core::line::megabits;
use perihelion_core::metadata::parse_id;
use perihelion_core::profile::{Line, Profile};
use perihelion_player::About;
use perihelion_player::find::online;
use serde_json::json;

use crate::passport::unfound;
use crate::{Ending, print};

#[derive(Args)]
pub(crate) struct LineArguments {
    /// Makes a link of this film `tt1727587` or episode `tt1748166:1:1` and reads up to 8 MiB from its host
    #[arg(long, value_name = "ID")]
    measure: Option<String>,
    /// Forgets what was measured
    #[arg(long, conflicts_with = "measure")]
    forget: bool,
}

pub(crate) async fn run(profile: &Profile, arguments: LineArguments, as_json: bool) -> Result<(), Ending> {
    if arguments.forget {
        profile.forget_line().await;
    }
    if let Some(id) = arguments.measure {
        let asked = parse_id(&id).ok_or_else(|| {
            Ending::Misused("that is no id: a film is tt1727587, an episode tt1748166:1:1".to_owned())
        })?;
        let about = About::asked_for(asked);
        let found = online(profile, &about, |_| {}).await.map_err(|error| unfound(&error))?;
        let measured = profile.measure_line(&found.result).await;
        measured.map_err(|error| Ending::Failed(format!("the line could not be measured: {error}")))?;
    }
    told(&profile.line().await, as_json);
    Ok(())
}

fn told(line: &Line, as_json: bool) {
    if as_json {
        print::line(&json!({"bits_per_second": line.bits, "measured": line.measured}).to_string());
        return;
    }
    print::lines(|output| {
        match line.bits {
            Some(bits) => writeln!(output, "≈ {} Mb/s", megabits(bits))?,
            None => writeln!(output, "not measured")?,
        }
        for one in &line.measured {
            let day = one.at.strftime("%F %R UTC");
            writeln!(output, "{:>8} Mb/s  {day}  {}", megabits(one.bits), print::plain(&one.host))?;
        }
        Ok(())
    });
}
