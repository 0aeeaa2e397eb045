//! Who imports whom, read off the sources of one crate as text: `use` lines and paths that begin with `crate` or `super`. Tests are
//! left out.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;

/// The modules of a crate by their path (`pipeline::select`, the root's is empty), each with the modules it imports from.
pub(crate) struct Modules {
    files: BTreeMap<String, String>,
    imports: BTreeMap<String, BTreeSet<String>>,
}

impl Modules {
    /// Reads every source file under a crate's `src`.
    pub(crate) fn read(sources: &Path) -> std::io::Result<Self> {
        let mut files = BTreeMap::new();
        let mut folders = vec![sources.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder)? {
                let path = entry?.path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|extension| extension == "rs") {
                    let name = path.strip_prefix(sources).map_err(std::io::Error::other)?;
                    let name = name.to_string_lossy().replace('\\', "/");
                    files.insert(name, std::fs::read_to_string(&path)?);
                }
            }
        }
        Ok(Self::of(files))
    }

    /// The same of files by their path below `src`.
    pub(crate) fn of(files: BTreeMap<String, String>) -> Self {
        let mut texts: BTreeMap<String, String> = BTreeMap::new();
        let mut paths = BTreeMap::new();
        let mut only_tests = BTreeSet::new();
        for (path, text) in files {
            let module = module_of(&path);
            for found in TEST_MODULE.captures_iter(&text) {
                only_tests.insert(joined(&module, &found[1]));
            }
            texts.insert(module.clone(), without_tests(&text));
            paths.insert(module, path);
        }
        let is_test = |module: &str| only_tests.iter().any(|test| is_within(module, test));
        texts.retain(|module, _| !is_test(module));
        paths.retain(|module, _| !is_test(module));
        let passed_on = texts.iter().map(|(module, text)| (module.clone(), passed_on(module, text, &texts))).collect();
        let resolve = |from: &str, path: &str| resolve(from, path, &texts, &passed_on);
        let imports = texts
            .iter()
            .map(|(module, text)| {
                (module.clone(), paths_in(text).iter().filter_map(|path| resolve(module, path)).collect())
            })
            .collect();
        Self { files: paths, imports }
    }

    /// The arrows between the modules in `parent` that do not run to a lower floor, in words.
    pub(crate) fn upward(&self, parent: &str, floors: &[&[&str]]) -> Vec<String> {
        let floor = |name: &str| floors.iter().position(|floor| floor.contains(&name));
        let children: BTreeSet<&str> = self.files.keys().filter_map(|module| child(parent, module)).collect();
        let mut wrong: Vec<String> = children
            .iter()
            .filter(|name| floor(name).is_none())
            .map(|name| format!("{name} stands on no floor"))
            .collect();
        for (module, imports) in &self.imports {
            let Some(from) = child(parent, module) else { continue };
            for to in imports.iter().filter_map(|import| child(parent, import)).filter(|to| *to != from) {
                if let (Some(own), Some(other)) = (floor(from), floor(to))
                    && other >= own
                {
                    wrong.push(format!("{from} (in {}) imports {to}", self.files[module]));
                }
            }
        }
        wrong.sort();
        wrong.dedup();
        wrong
    }

    /// The circles among the modules of one parent, for every parent: each as its members in order, with commas.
    pub(crate) fn circles(&self) -> Vec<String> {
        let parents: BTreeSet<&str> = self.files.keys().map(|module| parent_of(module)).collect();
        let mut circles = Vec::new();
        for parent in parents {
            let mut arrows: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
            for (module, imports) in &self.imports {
                let Some(from) = child(parent, module) else { continue };
                let to = imports.iter().filter_map(|import| child(parent, import)).filter(|to| *to != from);
                arrows.entry(from).or_default().extend(to);
            }
            let reached: BTreeMap<&str, BTreeSet<&str>> =
                arrows.keys().map(|from| (*from, reachable(from, &arrows))).collect();
            let mut seen = BTreeSet::new();
            for (from, to) in &reached {
                if to.contains(from) && !seen.contains(from) {
                    let members: Vec<&str> = to
                        .iter()
                        .copied()
                        .filter(|other| reached.get(other).is_some_and(|back| back.contains(from)))
                        .collect();
                    seen.extend(members.iter().copied());
                    circles.push(members.iter().map(|name| joined(parent, name)).collect::<Vec<_>>().join(", "));
                }
            }
        }
        circles
    }
}

static TEST_MODULE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"#\[cfg\(test\)\]\s*(?:pub(?:\([^)]*\))?\s+)?mod (\w+)\s*;").unwrap());
static INLINE_TESTS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"#\[cfg\(test\)\]\s*(?:pub(?:\([^)]*\))?\s+)?mod \w+\s*\{").unwrap());
static COMMENT: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?m)(^|\s)//.*$").unwrap());
static USE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\buse ([^;]+);").unwrap());
static INLINE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\b((?:crate|super|self)(?:::\w+)+)").unwrap());

/// `pipeline/select.rs` is `pipeline::select`; `lib.rs` and `main.rs` are the root.
fn module_of(path: &str) -> String {
    let stem = path.trim_end_matches(".rs").trim_end_matches("/mod");
    if matches!(stem, "lib" | "main") { String::new() } else { stem.replace('/', "::") }
}

fn joined(parent: &str, name: &str) -> String {
    if parent.is_empty() { name.to_owned() } else { format!("{parent}::{name}") }
}

fn parent_of(module: &str) -> &str {
    module.rsplit_once("::").map_or("", |(parent, _)| parent)
}

fn is_within(module: &str, other: &str) -> bool {
    module.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// The name of the module in `parent` that holds `module`, or is it.
fn child<'a>(parent: &str, module: &'a str) -> Option<&'a str> {
    let rest = if parent.is_empty() { module } else { module.strip_prefix(parent)?.strip_prefix("::")? };
    rest.split("::").next().filter(|name| !name.is_empty())
}

/// Comments out, and the tests at a file's end.
fn without_tests(text: &str) -> String {
    let end = INLINE_TESTS.find(text).map_or(text.len(), |tests| tests.start());
    COMMENT.replace_all(&text[..end], "").into_owned()
}

/// Every path a text imports or names from within its crate: the `use` trees spelt out, and paths in line.
fn paths_in(text: &str) -> Vec<String> {
    let mut paths: Vec<String> = USE.captures_iter(text).flat_map(|found| spelt_out(&found[1])).collect();
    paths.extend(INLINE.captures_iter(text).map(|found| found[1].to_owned()));
    paths
}

/// `a::{b, c::{d, e}}` as `a::b`, `a::c::d`, `a::c::e`.
fn spelt_out(tree: &str) -> Vec<String> {
    let tree = tree.trim();
    let Some((head, rest)) = tree.split_once('{') else {
        return vec![tree.split(" as ").next().unwrap_or_default().trim().to_owned()];
    };
    let inner = rest.trim_end().strip_suffix('}').unwrap_or(rest);
    let mut parts = vec![String::new()];
    let mut depth = 0_usize;
    for c in inner.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    let parts = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty());
    parts.flat_map(spelt_out).map(|rest| format!("{}{rest}", head.trim())).collect()
}

type Exports = BTreeMap<String, String>;

/// The names a module takes from its own children, each with the child.
fn passed_on(module: &str, text: &str, texts: &BTreeMap<String, String>) -> Exports {
    let mut names = Exports::new();
    for path in USE.captures_iter(text).flat_map(|found| spelt_out(&found[1])) {
        let path = path.strip_prefix("self::").unwrap_or(&path);
        let Some((first, rest)) = path.split_once("::") else { continue };
        let child = joined(module, first);
        if texts.contains_key(&child) {
            names.insert(rest.rsplit("::").next().unwrap_or_default().to_owned(), child);
        }
    }
    names
}

/// The module a path leads to, seen from another; `None` where it leads out of the crate or to the module itself.
fn resolve(
    from: &str,
    path: &str,
    texts: &BTreeMap<String, String>,
    passed_on: &BTreeMap<String, Exports>,
) -> Option<String> {
    let mut segments = path.split("::").map(str::trim).peekable();
    let mut at = match segments.peek().copied()? {
        "crate" => String::new(),
        "super" | "self" => from.to_owned(),
        first if texts.contains_key(&joined(from, first)) => from.to_owned(),
        _ => return None,
    };
    for segment in segments {
        match segment {
            "crate" | "self" => {}
            "super" => at.truncate(parent_of(&at).len()),
            name => {
                let child = joined(&at, name);
                if texts.contains_key(&child) {
                    at = child;
                } else {
                    at = passed_on.get(&at).and_then(|names| names.get(name)).cloned().unwrap_or(at);
                    break;
                }
            }
        }
    }
    (at != from).then_some(at)
}

fn reachable<'a>(from: &str, arrows: &BTreeMap<&'a str, BTreeSet<&'a str>>) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut waiting: Vec<&str> = vec![from];
    while let Some(at) = waiting.pop() {
        for &to in arrows.get(at).into_iter().flatten() {
            if reached.insert(to) {
                waiting.push(to);
            }
        }
    }
    reached
}
