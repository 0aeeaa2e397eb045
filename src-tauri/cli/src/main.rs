//! The five phases from a terminal. Results on stdout, progress on stderr; with `--json` both are JSON, one object a line.

mod account;
mod doctor;
mod download;
mod find;
mod line;
mod manual;
mod names;
mod own_sources;
mod passport;
mod play;
mod print;
#[cfg(feature = "simulate")]
mod simulate;
mod skips;
mod sources;
mod subtitles;
mod titles;

use std::io::{self, BufWriter, IsTerminal as _, Write as _};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use perihelion_core::profile::{Options, Profile};

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  something failed; stderr says what
  2  the arguments are not understood
  3  nothing was found
  4  the debrid account: no token, refused, or without a subscription
  5  torrents were found, but none of them gave a link
  130  stopped by Ctrl+C; what was added and not used is taken out first

Environment:
  PERIHELION_ENDPOINTS  every upstream under <base>/<name>
  PERIHELION_STORE      the debrid service: realdebrid, alldebrid, premiumize, …; several separated by commas
  PERIHELION_TOKEN      its token, used for this run and kept nowhere; several in the same order
  PERIHELION_DATA_DIR   where settings and databases live
  PERIHELION_LOG        what to log to stderr, such as `info`";

#[derive(Parser)]
#[command(name = "perihelion-cli", version, about, after_help = EXIT_CODES)]
struct Arguments {
    /// Results and progress as JSON, one object a line.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Finds films, series and anime by words, or by an id such as tt1727587 or kitsu:12
    Search {
        /// The words
        #[arg(required = true)]
        text: Vec<String>,
    },
    /// Asks the nine sources, merges, checks the cache, ranks: one torrent a line, best first
    Streams(find::StreamsArguments),
    /// Goes on to a direct link and prints it with what it is of
    Link(find::LinkArguments),
    /// Plays a film or episode in the installed player, and stays until it has ended
    ///
    /// The release that was played last is taken where it still gives a link, else the best one a search finds. With `--json` each
    /// line is what plays at that moment, at most four a second.
    Play(play::PlayArguments),
    /// Keeps a film, an episode or a whole show on disk, under a name that media programs read
    ///
    /// What was stopped by Ctrl+C or a crash goes on with the same command: the same file of the same torrent. With `--json` each
    /// line is how far a file is, at most four a second, and at its end where it lies.
    Download(download::DownloadArguments),
    /// Lists the shows of which the next episodes are kept, with these episodes; `download ID --next 3` begins it
    Followed,
    /// What a video file says of itself: size, length, tracks with their languages, chapters
    ///
    /// Of the file behind a link, or of the one that a film or episode would play. At most a megabyte of it is read.
    Passport(passport::PassportArguments),
    /// What your line carries, as it was measured or typed: the bit rate of files is held against it
    ///
    /// It is measured by itself when a link was made and nothing plays, once a day from each host.
    Line(line::LineArguments),
    /// Subtitles of the file that a film or episode would play: those in it, beside it in its torrent, and at your addons
    ///
    /// The best first, with the reasons. Addons that give subtitles are added with `sources add addon ADDRESS`, such as
    /// `https://opensubtitles-v3.strem.io/manifest.json`.
    Subtitles(subtitles::SubtitlesArguments),
    /// Tests the accounts of the services in use
    Account,
    /// Lists what is in an account, links a file of it, or removes a torrent
    Cloud(account::CloudArguments),
    /// Lists what links have put into the accounts, or takes it out again
    Added(account::AddedArguments),
    /// Reads release or file names on stdin, one a line, and prints what each says
    Parse {
        /// Which rule read which bytes of the name and what that gave, one claim a line; with `--json` beside the fields
        #[arg(long)]
        why: bool,
    },
    /// Reads file lists on stdin, one JSON object a line, and prints the file to play and why
    ///
    /// An object holds `media_type` (movie, series, anime), `title`, `files` (each `index`, `name`, `path`, `size` in bytes,
    /// `link`), and what is known of `season`, `episode`, `absolute_episode`, `aired` (2024-03-11), `year`, `end_year`,
    /// `countries`, `aliases` (lists of titles by language), `torrent_name`, `file_index` (a hint), `correction` (the path or
    /// name of the file a person chose for this episode) and `lessons` (files a person said to be other episodes: `path`,
    /// `season`, `episode`)
    Select {
        /// Also how every file was ranked; `--json` includes it
        #[arg(long)]
        why: bool,
    },
    /// What of a film or episode can be skipped: opening, recap, credits, preview; one a line
    Skips(skips::SkipsArguments),
    /// Writes a zip for a bug report into this folder: versions, settings without secrets, health, the latest log
    Doctor,
    /// How each source has been doing, or with --probe does now; and those of your own: list, add, remove
    Sources(sources::SourcesArguments),
    /// Prints the completions for a shell
    Completions { shell: clap_complete::Shell },
    /// Writes the manual pages into a folder
    #[command(hide = true)]
    Manual { folder: std::path::PathBuf },
    /// Answers as every upstream would, on a loopback port, until interrupted
    #[cfg(feature = "simulate")]
    Simulate(simulate::SimulateArguments),
}

/// The most time for other tasks after a run.
const LAST_TASKS: std::time::Duration = std::time::Duration::from_millis(300);

/// How a run ended, other than well.
#[derive(Debug)]
pub(crate) enum Ending {
    Failed(String),
    Misused(String),
    NothingFound(String),
    Account(String),
    NoLink(String),
    Stopped,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    start_log();
    let json = arguments.json;
    let outcome = run(arguments).and_then(|()| match print::lost() {
        Some(error) => Err(Ending::Failed(format!("the results could not be written: {error}"))),
        None => Ok(()),
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(ending) => {
            let (code, text) = match ending {
                Ending::Failed(text) => (1, text),
                Ending::Misused(text) => (2, text),
                Ending::NothingFound(text) => (3, text),
                Ending::Account(text) => (4, text),
                Ending::NoLink(text) => (5, text),
                Ending::Stopped => (130, "stopped".to_owned()),
            };
            print::error(json, &text, code);
            ExitCode::from(code)
        }
    }
}

fn run(arguments: Arguments) -> Result<(), Ending> {
    match arguments.command {
        Command::Parse { why: false } => on_lines(|input, output| names::parse(input, output)),
        Command::Parse { why: true } => on_lines(|input, output| names::explain(input, output, arguments.json)),
        Command::Select { why } => {
            let detail = if why || arguments.json { names::Detail::Why } else { names::Detail::Pick };
            on_lines(|input, output| names::select(input, output, detail))
        }
        Command::Completions { shell } => manual::completions(shell),
        Command::Manual { folder } => manual::pages(&folder).map_err(|error| Ending::Failed(error.to_string())),
        command => {
            let runtime = runtime(&command).map_err(|error| Ending::Failed(error.to_string()))?;
            let outcome = runtime.block_on(run_async(command, arguments.json));
            // Dropping the runtime would wait without a limit for what hangs, such as a keyring or a name server.
            runtime.shutdown_timeout(LAST_TASKS);
            outcome
        }
    }
}

/// One thread for the connections is enough for one person: what takes long is done on others. The simulator serves many.
fn runtime(command: &Command) -> io::Result<tokio::runtime::Runtime> {
    let mut builder = match command {
        #[cfg(feature = "simulate")]
        Command::Simulate(_) => tokio::runtime::Builder::new_multi_thread(),
        _ => tokio::runtime::Builder::new_current_thread(),
    };
    builder.enable_all().build()
}

async fn run_async(command: Command, json: bool) -> Result<(), Ending> {
    match command {
        #[cfg(feature = "simulate")]
        Command::Simulate(arguments) => simulate::run(arguments).await,
        Command::Search { text } => titles::search(&profile().await?, &text.join(" "), json).await,
        Command::Streams(arguments) => find::streams(&profile().await?, arguments, json).await,
        Command::Link(arguments) => {
            let profile = profile().await?;
            let outcome = tokio::select! {
                outcome = find::link(&profile, arguments, json) => outcome,
                () = interrupted() => {
                    print::progress("stopping: what was added is taken out again; Ctrl+C once more ends at once");
                    Err(Ending::Stopped)
                }
            };
            // Torrents that were added and not used are removed in tasks. Without this wait the process would end before they do.
            tokio::select! {
                () = profile.account_work.settled() => outcome,
                () = interrupted() => {
                    print::progress("what is left in the account is listed by `added`");
                    Err(Ending::Stopped)
                }
            }
        }
        Command::Play(arguments) => {
            let profile = profile().await?;
            let outcome = play::play(&profile, arguments, json).await;
            settled(&profile, outcome).await
        }
        Command::Download(arguments) => {
            let profile = profile().await?;
            let outcome = download::download(&profile, arguments, json).await;
            settled(&profile, outcome).await
        }
        Command::Followed => download::list_followed(&profile().await?, json).await,
        Command::Passport(arguments) => {
            let profile = profile().await?;
            let outcome = tokio::select! {
                outcome = passport::run(&profile, arguments, json) => outcome,
                () = interrupted() => Err(Ending::Stopped),
            };
            settled(&profile, outcome).await
        }
        Command::Line(arguments) => {
            let profile = profile().await?;
            let outcome = tokio::select! {
                outcome = line::run(&profile, arguments, json) => outcome,
                () = interrupted() => Err(Ending::Stopped),
            };
            settled(&profile, outcome).await
        }
        Command::Subtitles(arguments) => {
            let profile = profile().await?;
            let outcome = tokio::select! {
                outcome = subtitles::run(&profile, arguments, json) => outcome,
                () = interrupted() => Err(Ending::Stopped),
            };
            settled(&profile, outcome).await
        }
        Command::Account => account::account(&profile().await?, json).await,
        Command::Cloud(arguments) => account::cloud(&profile().await?, arguments, json).await,
        Command::Added(arguments) => account::added(&profile().await?, arguments, json).await,
        Command::Skips(arguments) => skips::run(&profile().await?, arguments, json).await,
        Command::Doctor => doctor::run(&profile().await?, json).await,
        Command::Sources(arguments) => sources::run(&profile().await?, arguments, json).await,
        Command::Parse { .. } | Command::Select { .. } | Command::Completions { .. } | Command::Manual { .. } => Ok(()),
    }
}

/// Returns the outcome once nothing is under way in the accounts any more.
async fn settled(profile: &Profile, outcome: Result<(), Ending>) -> Result<(), Ending> {
    tokio::select! {
        () = profile.account_work.settled() => outcome,
        () = interrupted() => Err(Ending::Stopped),
    }
}

/// Returns when the person presses Ctrl+C or closes the console, or the system asks the program to end.
pub(crate) async fn interrupted() {
    #[cfg(unix)]
    if let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        tokio::select! {
            Ok(()) = tokio::signal::ctrl_c() => return,
            Some(()) = terminate.recv() => return,
            else => {}
        }
    }
    #[cfg(windows)]
    if let (Ok(mut stop), Ok(mut close)) = (tokio::signal::windows::ctrl_break(), tokio::signal::windows::ctrl_close())
    {
        tokio::select! {
            Ok(()) = tokio::signal::ctrl_c() => return,
            Some(()) = stop.recv() => return,
            // Windows then leaves a few seconds.
            Some(()) = close.recv() => return,
            else => {}
        }
    }
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

async fn profile() -> Result<Profile, Ending> {
    let options = Options::from_env();
    if std::env::var_os("PERIHELION_TOKEN").is_some_and(|token| !token.is_empty()) && options.token.is_none() {
        return Err(Ending::Misused("PERIHELION_TOKEN is not a token: one word without spaces".to_owned()));
    }
    let (profile, troubles) = Profile::open(options).await.map_err(|error| Ending::Misused(error.to_string()))?;
    for trouble in troubles {
        tracing::warn!("{trouble}");
    }
    Ok(profile)
}

fn on_lines(
    act: impl FnOnce(io::StdinLock<'static>, &mut BufWriter<io::StdoutLock<'static>>) -> io::Result<()>,
) -> Result<(), Ending> {
    let mut output = BufWriter::new(io::stdout().lock());
    written(act(io::stdin().lock(), &mut output).and_then(|()| output.flush()))
}

fn written(outcome: io::Result<()>) -> Result<(), Ending> {
    match outcome {
        // The reader closed the pipe, as `head` does. That is no failure.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(Ending::Failed(error.to_string())),
        Ok(()) => Ok(()),
    }
}

fn start_log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("PERIHELION_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("error"));
    // A console of Windows shows the codes of colours as they are, and so does a file.
    let colours = io::stderr().is_terminal() && !cfg!(windows);
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).with_ansi(colours).init();
}
