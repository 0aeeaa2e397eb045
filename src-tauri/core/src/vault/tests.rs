use std::sync::Condvar;

use super::*;

/// A keyring in memory that records its calls.
#[derive(Debug, Default)]
pub(crate) struct TestKeyring {
    state: Mutex<State>,
    /// Wakes calls that wait for the simulated prompt.
    answered: Condvar,
}

#[derive(Debug, Default)]
struct State {
    held: HashMap<String, String>,
    /// Every call fails with this error.
    failure: Option<VaultError>,
    prompt_is_open: bool,
    asked: Vec<String>,
}

impl TestKeyring {
    fn holding<const N: usize>(entries: [(&str, &str); N]) -> Arc<Self> {
        let keyring = Self::default();
        lock(&keyring.state).held = entries.map(|(name, text)| (name.to_owned(), text.to_owned())).into();
        Arc::new(keyring)
    }

    fn fails(&self, failure: Option<VaultError>) {
        lock(&self.state).failure = failure;
    }

    fn opens_prompt(&self) {
        lock(&self.state).prompt_is_open = true;
    }

    fn prompt_is_answered(&self) {
        lock(&self.state).prompt_is_open = false;
        self.answered.notify_all();
    }

    fn asked(&self) -> Vec<String> {
        lock(&self.state).asked.clone()
    }

    fn touch(&self, name: &str) -> Result<MutexGuard<'_, State>, VaultError> {
        let mut state = lock(&self.state);
        state.asked.push(name.to_owned());
        let state = self.answered.wait_while(state, |state| state.prompt_is_open).unwrap();
        state.failure.map_or(Ok(state), Err)
    }
}

impl Keyring for TestKeyring {
    fn read(&self, name: &str) -> Result<Option<Secret>, VaultError> {
        Ok(self.touch(name)?.held.get(name).and_then(|text| Secret::new(text)))
    }

    fn write(&self, name: &str, secret: &Secret) -> Result<(), VaultError> {
        self.touch(name)?.held.insert(name.to_owned(), secret.expose().to_owned());
        Ok(())
    }

    fn delete(&self, name: &str) -> Result<(), VaultError> {
        self.touch(name)?.held.remove(name);
        Ok(())
    }
}

impl Vault {
    /// Makes a vault over a keyring that takes everything, or whose every call fails with `failure`.
    pub(crate) fn for_test(failure: Option<VaultError>) -> Self {
        let keyring = TestKeyring::default();
        keyring.fails(failure);
        Self::over(Some(Arc::new(keyring)))
    }

    fn with_patience(keyring: &Arc<TestKeyring>, patience: Duration) -> Self {
        let keyring: Arc<dyn Keyring> = Arc::<TestKeyring>::clone(keyring);
        Self { patience, ..Self::over(Some(keyring)) }
    }
}

const NAMES: [&str; 4] = ["addon-1", "mediafusion-password", "realdebrid", "torbox"];

fn vault(keyring: &Arc<TestKeyring>) -> Vault {
    let vault = Vault::with_patience(keyring, Duration::from_secs(20));
    vault.expect(NAMES.map(str::to_owned));
    vault
}

#[tokio::test]
async fn one_reading_brings_every_known_name() {
    let keyring = TestKeyring::holding([("realdebrid", "hush"), ("torbox", "quiet")]);
    let vault = vault(&keyring);
    assert_eq!(vault.get("torbox").await, Secret::new("quiet"));
    assert_eq!(keyring.asked(), NAMES, "each was read once");
    assert_eq!(vault.get("realdebrid").await, Secret::new("hush"));
    assert_eq!(vault.look("addon-1").await, Ok(None));
    assert_eq!(keyring.asked(), NAMES, "and not again");
    assert_eq!(vault.get("own-7").await, None);
    assert_eq!(keyring.asked().len(), 5, "a name nobody expected is read when it is looked for");
}

#[tokio::test]
async fn a_refused_prompt_is_not_repeated_until_the_person_asks_again() {
    let keyring = TestKeyring::holding([("realdebrid", "hush")]);
    keyring.fails(Some(VaultError::Locked));
    let vault = vault(&keyring);
    for _ in 0..3 {
        for name in NAMES {
            assert_eq!(vault.look(name).await, Err(VaultError::Locked));
        }
        assert_eq!(vault.look("own-7").await, Err(VaultError::Locked), "nor for a name nobody expected");
    }
    assert_eq!((keyring.asked(), vault.trouble()), (vec!["addon-1".to_owned()], Some(VaultError::Locked)));
    keyring.fails(None);
    assert_eq!(vault.get("realdebrid").await, None, "nobody asked again");
    vault.ask_again();
    assert_eq!(vault.get("realdebrid").await, Secret::new("hush"));
    assert_eq!(vault.trouble(), None);
}

/// Waits until a prompt has been opened, which a thread of its own does.
async fn asked_once(keyring: &TestKeyring) {
    while keyring.asked().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn those_who_look_at_the_same_time_share_one_prompt() {
    let keyring = TestKeyring::holding([("realdebrid", "hush")]);
    keyring.opens_prompt();
    let vault = vault(&keyring);
    let answer = async {
        asked_once(&keyring).await;
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert_eq!(keyring.asked(), ["addon-1"], "one prompt is open");
        keyring.prompt_is_answered();
    };
    let (token, other, ()) = tokio::join!(vault.get("realdebrid"), vault.look("torbox"), answer);
    assert_eq!((token, other), (Secret::new("hush"), Ok(None)));
    assert_eq!(keyring.asked(), NAMES);
}

#[tokio::test]
async fn a_prompt_nobody_answers_is_waited_for_once_and_counts_when_it_is_answered_late() {
    let keyring = TestKeyring::holding([("realdebrid", "hush")]);
    keyring.opens_prompt();
    let vault = Vault::with_patience(&keyring, Duration::from_millis(20));
    vault.expect(NAMES.map(str::to_owned));
    assert_eq!(vault.look("realdebrid").await, Err(VaultError::Locked));
    assert_eq!(vault.look("torbox").await, Err(VaultError::Locked), "at once");
    vault.ask_again();
    assert_eq!(vault.look("realdebrid").await, Err(VaultError::Locked), "it waits for the same prompt");
    asked_once(&keyring).await;
    assert_eq!(keyring.asked(), ["addon-1"], "no second one was opened");
    keyring.prompt_is_answered();
    while vault.trouble().is_some() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(vault.get("realdebrid").await, Secret::new("hush"));
}

#[tokio::test]
async fn a_keyring_that_does_not_serve_is_told_from_one_that_is_empty() {
    for error in [VaultError::Locked, VaultError::Denied, VaultError::Unavailable] {
        let vault = Vault::for_test(Some(error));
        assert_eq!(vault.look("realdebrid").await, Err(error));
        assert_eq!((vault.get("realdebrid").await, vault.trouble()), (None, Some(error)));
        assert_eq!(vault.set("realdebrid", Secret::new("hush").unwrap()).await, Kept::ForThisRun(error));
        assert_eq!(vault.look("realdebrid").await, Ok(Secret::new("hush")), "kept for this run all the same");
    }
    assert_eq!(Vault::in_memory().look("realdebrid").await, Ok(None));
}

#[tokio::test]
async fn a_secret_that_is_kept_shows_that_the_keyring_serves_again() {
    let keyring = TestKeyring::holding([("torbox", "quiet")]);
    keyring.fails(Some(VaultError::Locked));
    let vault = vault(&keyring);
    assert_eq!(vault.get("torbox").await, None);
    keyring.fails(None);
    assert_eq!(vault.set("realdebrid", Secret::new("hush").unwrap()).await, Kept::InKeyring);
    assert_eq!((vault.get("torbox").await, vault.trouble()), (Secret::new("quiet"), None));
    vault.forget("realdebrid").await.unwrap();
    assert_eq!(vault.look("realdebrid").await, Ok(None));
}

#[tokio::test]
async fn a_memory_vault_keeps_for_this_run_and_says_so() {
    let vault = Vault::in_memory();
    let kept = vault.set("realdebrid", Secret::new("hush").unwrap()).await;
    assert_eq!(kept, Kept::ForThisRun(VaultError::Unavailable));
    assert_eq!(vault.get("realdebrid").await, Secret::new("hush"));
    vault.forget("realdebrid").await.unwrap();
    assert_eq!(vault.get("realdebrid").await, None);
}

#[tokio::test]
async fn what_another_process_changed_is_read_again_and_what_moved_is_found_under_its_new_name() {
    let keyring = TestKeyring::holding([("addon-1", "before")]);
    let vault = vault(&keyring);
    assert_eq!(vault.get("addon-1").await, Secret::new("before"));
    lock(&keyring.state).held.insert("addon-1".to_owned(), "after".to_owned());
    assert_eq!(vault.get("addon-1").await, Secret::new("before"));
    vault.read_again(["addon-1".to_owned()]);
    assert_eq!(vault.get("addon-1").await, Secret::new("after"));

    keyring.fails(Some(VaultError::Unavailable));
    vault.set("addon-2", Secret::new("brief").unwrap()).await;
    keyring.fails(None);
    lock(&keyring.state).held.insert("addon-2".to_owned(), "of another".to_owned());
    vault.rename("addon-2", "addon-3");
    assert_eq!(
        (vault.get("addon-3").await, vault.get("addon-2").await),
        (Secret::new("brief"), Secret::new("of another"))
    );
}
