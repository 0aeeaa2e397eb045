//! Bounds the memory of what is read of one answer. Three bytes of JSON, `{},`, become a row of hundreds; lists of lists of such
//! would take gigabytes.

use std::cell::Cell;

/// How many bytes of lists each byte of an answer may become. Real answers need two at most.
const FOR_EACH_BYTE: usize = 6;
const LEAST: usize = 1 << 20;
const MOST: usize = 96 << 20;

thread_local! {
    /// How many bytes the lists of the answer that this thread reads may still take.
    static LEFT: Cell<usize> = const { Cell::new(MOST) };
}

/// Reads an answer of so many bytes with `read`, which runs on this thread alone.
pub(super) fn within<R>(bytes: usize, read: impl FnOnce() -> R) -> R {
    let before = LEFT.replace((bytes.saturating_mul(FOR_EACH_BYTE)).clamp(LEAST, MOST));
    let done = read();
    LEFT.set(before);
    done
}

/// Takes room for one element of a list. Returns `false` where none is left; the rest of the list is then passed over.
pub(super) fn take(bytes: usize) -> bool {
    match LEFT.get().checked_sub(bytes) {
        Some(left) => {
            LEFT.set(left);
            true
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::lenient::{List, MOST_ROWS, Object, Scalar, read};

    #[derive(serde::Deserialize)]
    struct Row<'a> {
        #[serde(borrow, default)]
        files: List<Object<File<'a>>>,
    }

    #[derive(serde::Deserialize)]
    #[expect(dead_code, reason = "as large as what is really read")]
    struct File<'a> {
        #[serde(borrow, default)]
        fields: [Scalar<'a>; 8],
    }

    fn kept(body: &str) -> usize {
        let rows =
            read(body.as_bytes(), |text| serde_json::from_str::<List<Object<Row<'_>>>>(text).map(sizes)).unwrap();
        rows.into_iter().sum()
    }

    fn sizes(list: List<Object<Row<'_>>>) -> Vec<usize> {
        list.rows().into_iter().flatten().map(|row| row.files.iter().count()).collect()
    }

    #[test]
    fn lists_of_lists_of_nothing_take_no_more_memory_than_their_answer_is_worth() {
        let files = format!("{{\"files\":[{}0]}}", "0,".repeat(MOST_ROWS - 1));
        let body = format!("[{}]", vec![files; 20].join(","));
        let most = super::FOR_EACH_BYTE * body.len() / size_of::<Object<File<'_>>>();
        let kept = kept(&body);
        assert!((most - 1000..=most).contains(&kept), "{kept} of {most}");
    }

    #[test]
    fn what_real_answers_hold_is_read_whole() {
        let file = "{\"index\":1,\"name\":\"Sintel.2010.1080p.mkv\",\"path\":\"/Sintel.2010.1080p.mkv\",\"size\":1}";
        let row = format!("{{\"files\":[{}]}}", vec![file; 1000].join(","));
        assert_eq!(kept(&format!("[{}]", vec![row; 20].join(","))), 20_000);
    }
}
