//! What a description names: runs of words with capitals, `Las Vegas`.

/// The most names of a description.
const MOST: usize = 40;

/// Returns the places and people that a description names. A sentence's first word may be capital for that alone.
pub fn named(description: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut run: Vec<&str> = Vec::new();
    let mut begins_sentence = true;
    let mut run_begins_sentence = false;
    for word in description.split_whitespace() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let plain = bare.strip_suffix("'s").or_else(|| bare.strip_suffix("’s")).unwrap_or(bare);
        if plain.starts_with(char::is_uppercase) {
            run_begins_sentence = if run.is_empty() { begins_sentence } else { run_begins_sentence };
            run.push(plain);
        } else {
            end_run(&mut run, run_begins_sentence, &mut names);
        }
        if word.ends_with(|c: char| !c.is_alphanumeric()) || plain.len() < bare.len() {
            end_run(&mut run, run_begins_sentence, &mut names);
        }
        begins_sentence = word.trim_end_matches(['"', '”', '\'', ')']).ends_with(['.', '!', '?', '…']);
    }
    end_run(&mut run, run_begins_sentence, &mut names);
    names
}

fn end_run(run: &mut Vec<&str>, begins_sentence: bool, names: &mut Vec<String>) {
    let mut add = |words: &[&str]| {
        let name = words.join(" ");
        if !words.is_empty() && names.len() < MOST && !names.contains(&name) {
            names.push(name);
        }
    };
    if !begins_sentence || run.len() > 1 {
        add(run);
    }
    if begins_sentence {
        add(run.get(1..).unwrap_or_default());
    }
    run.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_runs_of_capital_words() {
        assert_eq!(
            named("A keeper of Cork Harbour, Mill. In Slack Water’s inn, the crew waits. Nobody comes (from Dover)."),
            ["Cork Harbour", "Mill", "In Slack Water", "Slack Water", "Dover"]
        );
        assert!(named("").is_empty() && named("... -- \u{300}").is_empty());
        assert_eq!(named(&"the Quay and Mill ".repeat(500)), ["Quay", "Mill"]);
    }
}
