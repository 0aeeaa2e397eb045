//! Databases that are damaged, emptied, of another version, or open to others.

use super::*;

#[tokio::test]
async fn what_was_written_last_goes_with_a_damaged_database() {
    let folder = tempfile::tempdir().unwrap();
    let damage = |name: &str| {
        let path = folder.path().join(name);
        for suffix in ["", "-wal", "-shm"] {
            std::fs::write(with_suffix(&path, suffix), format!("{name}{suffix}").repeat(500)).unwrap();
        }
        path
    };
    let (library, ledger, cache) = (damage("library.db"), damage("ledger.db"), damage("cache.db"));
    let kept = [(&library, Library::open(&library).unwrap().1), (&ledger, Ledger::open(&ledger).unwrap().1)];
    for (path, trouble) in kept {
        let Some(StoreError::Damaged { kept_as, saved: 0 }) = trouble else {
            panic!("the damage is said: {trouble:?}")
        };
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        for suffix in ["", "-wal"] {
            let content = std::fs::read_to_string(with_suffix(&kept_as, suffix)).unwrap();
            assert_eq!(content, format!("{name}{suffix}").repeat(500), "nothing is lost");
        }
        assert!(with_suffix(&kept_as, "-shm").exists());
        assert!(!with_suffix(path, "-wal").exists(), "nothing of the old one is beside the new one");
    }
    let opened = Cache::open(&cache).unwrap();
    opened.put("answer", &1).await;
    assert_eq!(opened.get::<i32>("answer").await.map(|remembered| remembered.value), Some(1));
    let left = std::fs::read_dir(folder.path()).unwrap().flatten().map(|entry| entry.file_name());
    let caches = left.filter(|name| name.to_string_lossy().starts_with("cache.damaged")).count();
    assert_eq!(caches, 0, "a cache may be thrown away");
}

fn hash(at: u32) -> crate::torrent::InfoHash {
    crate::torrent::InfoHash::parse(&format!("{:040x}", at + 1)).unwrap()
}

/// A ledger in `folder` as a crash leaves it: outcomes 0 to 1,999 in the file, 2,000 to 2,009 and an add in the log.
async fn cut_off(folder: &Path) -> PathBuf {
    let (live, path) = (folder.join("live.db"), folder.join("ledger.db"));
    let now = jiff::Timestamp::now();
    let note = async |ledger: &Ledger, at: u32| {
        let name = "Sintel.2010.1080p.WEB-DL.x264-GRP ".repeat(3);
        ledger.note(hash(at), &name, crate::debrid::Store::TorBox, crate::model::Outcome::Worked, now).await;
    };
    let (ledger, _) = Ledger::open(&live).unwrap();
    for at in 0..2_000 {
        note(&ledger, at).await;
    }
    drop(ledger);
    let (ledger, _) = Ledger::open(&live).unwrap();
    for at in 2_000..2_010 {
        note(&ledger, at).await;
    }
    let store = crate::debrid::Store::TorBox;
    let id = ledger.begin_add(store, hash(7), "Sintel", now, AddState::Adding).await.unwrap();
    ledger.set_added(id, Some("ID7".to_owned()), AddState::Unused).await;
    for suffix in ["", LOG] {
        std::fs::copy(with_suffix(&live, suffix), with_suffix(&path, suffix)).unwrap();
    }
    assert!(std::fs::metadata(with_suffix(&path, LOG)).unwrap().len() > 0, "its last commits are in the log");
    path
}

async fn known(ledger: &Ledger) -> usize {
    let hashes = (0..2_010).map(hash).collect();
    ledger.past_of(hashes, jiff::Timestamp::now()).await.len()
}

#[tokio::test]
async fn what_can_be_read_of_a_damaged_database_goes_into_the_new_one_with_its_last_commits() {
    let folder = tempfile::tempdir().unwrap();
    let path = cut_off(folder.path()).await;
    let mut bytes = std::fs::read(&path).unwrap();
    let pages = bytes.len() / 4096;
    assert!(pages > 40, "{pages} pages");
    bytes[(pages / 2) * 4096..(pages / 2 + 1) * 4096].fill(0xa5);
    std::fs::write(&path, &bytes).unwrap();
    let log = std::fs::read(with_suffix(&path, LOG)).unwrap();

    let (ledger, trouble) = Ledger::open(&path).unwrap();
    let Some(StoreError::Damaged { kept_as, saved }) = trouble else { panic!("the damage is said: {trouble:?}") };
    assert_eq!(std::fs::read(&kept_as).unwrap(), bytes, "nothing is lost");
    assert_eq!(std::fs::read(with_suffix(&kept_as, LOG)).unwrap(), log, "nor of its log");
    let outcomes = known(&ledger).await;
    assert!((1_900..2_010).contains(&outcomes), "{outcomes} of 2,010, all but those of one page");
    assert_eq!(saved, outcomes + 1);
    let [added] = &ledger.added().await[..] else { panic!("the add is there") };
    assert_eq!((added.magnet_id.as_deref(), added.state), (Some("ID7"), AddState::InDoubt), "it is not tidied away");
    drop(ledger);
    let (ledger, trouble) = Ledger::open(&path).unwrap();
    assert!(trouble.is_none(), "{trouble:?}");
    assert_eq!(known(&ledger).await, outcomes);

    // What was put aside opens as it is, with its log.
    let aside = rusqlite::Connection::open(&kept_as).unwrap();
    let state: String = aside.query_row("SELECT state FROM added", [], |row| row.get(0)).unwrap();
    assert_eq!(state, "unused");
    let left = std::fs::read_dir(folder.path()).unwrap().flatten().map(|entry| entry.file_name());
    let others: Vec<_> = left.filter(|name| !name.to_string_lossy().contains('.')).collect();
    assert_eq!(others, Vec::<std::ffi::OsString>::new(), "no copy stays");
}

#[tokio::test]
async fn damage_that_is_met_after_opening_is_put_aside_too() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    drop(Library::open(&path).unwrap());
    // A table that stands where the schema says an index does: no check of the pages finds it.
    let connection = rusqlite::Connection::open(&path).unwrap();
    let unknown = "UPDATE sqlite_master SET sql = 'CREATE TABLE played (' WHERE name = 'played'";
    connection.execute_batch(&format!("PRAGMA writable_schema = on; {unknown}; PRAGMA user_version = 2")).unwrap();
    drop(connection);
    let (_, trouble) = Library::open(&path).unwrap();
    assert!(matches!(trouble, Some(StoreError::Damaged { .. })), "{trouble:?}");
}

#[tokio::test]
async fn an_emptied_database_is_said_once_and_its_log_is_saved() {
    for log_is_left in [true, false] {
        let folder = tempfile::tempdir().unwrap();
        let (live, path) = (folder.path().join("live.db"), folder.path().join("ledger.db"));
        let (ledger, _) = Ledger::open(&live).unwrap();
        let (store, now) = (crate::debrid::Store::TorBox, jiff::Timestamp::now());
        ledger.begin_add(store, hash(7), "Sintel", now, AddState::Adding).await.unwrap();
        if log_is_left {
            std::fs::copy(with_suffix(&live, LOG), with_suffix(&path, LOG)).unwrap();
        }
        std::fs::write(&path, "").unwrap();
        let (ledger, trouble) = Ledger::open(&path).unwrap();
        let Some(StoreError::Emptied { kept_as, saved }) = trouble else { panic!("it is said: {trouble:?}") };
        assert_eq!(std::fs::metadata(&kept_as).unwrap().len(), 0, "the empty file is kept");
        assert_eq!((with_suffix(&kept_as, LOG).exists(), saved), (log_is_left, usize::from(log_is_left)));
        assert_eq!(ledger.added().await.len(), saved);
        drop(ledger);
        assert!(Ledger::open(&path).unwrap().1.is_none(), "once");
    }
    let folder = tempfile::tempdir().unwrap();
    let path = cut_off(folder.path()).await;
    std::fs::remove_file(&path).unwrap();
    let (_, trouble) = Ledger::open(&path).unwrap();
    assert!(matches!(trouble, Some(StoreError::Emptied { .. })), "a log without its database: {trouble:?}");
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_a_database_is_not_waited_for() {
    for suffix in ["", "-wal", "-shm"] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.db");
        #[expect(
            clippy::disallowed_types,
            reason = "only the system's own tool makes a named pipe without unsafe code"
        )]
        let made = std::process::Command::new("mkfifo").arg(with_suffix(&path, suffix)).status().unwrap();
        assert!(made.success());
        assert!(matches!(Library::open(&path), Err(StoreError::Io(_))), "library.db{suffix}");
    }
}

#[cfg(unix)]
#[test]
fn no_other_user_can_read_a_database_or_its_log() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let library = Library::open(&path).unwrap();
    for suffix in ["", "-wal", "-shm"] {
        assert_eq!(mode(&with_suffix(&path, suffix)), 0o600, "{suffix}");
    }
    drop(library);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    let _library = Library::open(&path).unwrap();
    for suffix in ["", "-wal", "-shm"] {
        assert_eq!(mode(&with_suffix(&path, suffix)), 0o600, "{suffix} of an older version");
    }
}
