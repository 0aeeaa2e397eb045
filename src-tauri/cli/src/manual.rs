//! The manual pages and the completions of shells, made from the definition of the arguments. Packages install them.

use std::io::{self, Write as _};
use std::path::Path;

use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::{Arguments, Ending, written};

/// Prints the completions for a shell on stdout.
pub(crate) fn completions(shell: Shell) -> Result<(), Ending> {
    let mut command = Arguments::command();
    let name = command.get_name().to_owned();
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut command, name, &mut text);
    written(io::stdout().write_all(&text))
}

/// Writes a page for the program and one for each of its commands.
pub(crate) fn pages(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    clap_mangen::generate_to(Arguments::command(), folder)
}
