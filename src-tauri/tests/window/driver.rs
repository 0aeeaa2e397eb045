//! WebDriver as far as the stories need it: find, click, type, look. Everything is polled for; nothing sleeps on a guess.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use perihelion_core::http::loopback_client;
use serde_json::{Value, json};

const PATIENCE: Duration = Duration::from_secs(40);
const PAUSE: Duration = Duration::from_millis(40);
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A driven window.
pub(crate) struct Page {
    client: reqwest::Client,
    session: String,
    display: String,
    shots: PathBuf,
}

impl Page {
    /// Asks a driver to start the binary.
    pub(crate) async fn open(
        driver: &str,
        (binary, arguments): (&Path, &[&str]),
        display: &str,
        shots: PathBuf,
    ) -> Self {
        let client = loopback_client(Duration::from_mins(1)).unwrap();
        let body = json!({ "capabilities": { "alwaysMatch": {
            "webkitgtk:browserOptions": { "binary": binary, "args": arguments }
        } } });
        let started = Instant::now();
        let answer = loop {
            match client.post(format!("{driver}/session")).json(&body).send().await {
                Ok(answer) => break answer.json::<Value>().await.unwrap(),
                // It also says nothing where the app ends before it can be driven.
                Err(error) if started.elapsed() > PATIENCE => {
                    panic!("the driver does not answer: {error:?}; see {}", shots.display())
                }
                Err(_) => tokio::time::sleep(PAUSE).await,
            }
        };
        let id = answer["value"]["sessionId"].as_str().unwrap_or_else(|| panic!("no session: {answer}"));
        Self { session: format!("{driver}/session/{id}"), client, display: display.to_owned(), shots }
    }

    async fn command(&self, path: &str, body: Option<Value>) -> Result<Value, String> {
        let url = format!("{}{path}", self.session);
        let request = match body {
            Some(body) => self.client.post(url).json(&body),
            None => self.client.get(url),
        };
        let answer = request.send().await.map_err(|error| error.to_string())?;
        let ok = answer.status().is_success();
        let mut body: Value = answer.json().await.map_err(|error| error.to_string())?;
        let value = body["value"].take();
        if ok { Ok(value) } else { Err(value["message"].as_str().unwrap_or("no message").to_owned()) }
    }

    /// Tries until it works; after that a screenshot is left and the story fails.
    async fn poll<T>(&self, what: &str, mut attempt: impl AsyncFnMut(&Self) -> Result<T, String>) -> T {
        let started = Instant::now();
        loop {
            match attempt(self).await {
                Ok(value) => return value,
                Err(_) if started.elapsed() < PATIENCE => tokio::time::sleep(PAUSE).await,
                Err(error) => {
                    self.shot("failed").await;
                    panic!("{what}: {error}; see {}", self.shots.display());
                }
            }
        }
    }

    /// Waits for a script's expression to be true.
    pub(crate) async fn wait(&self, what: &str, expression: &str) {
        self.poll(what, async |page| match page.eval(expression).await? {
            Value::Bool(true) => Ok(()),
            other => Err(format!("it is {other}")),
        })
        .await;
    }

    /// An expression's value in the page.
    pub(crate) async fn eval(&self, expression: &str) -> Result<Value, String> {
        self.command("/execute/sync", Some(json!({ "script": format!("return ({expression});"), "args": [] }))).await
    }

    pub(crate) async fn value(&self, expression: &str) -> Value {
        self.poll(expression, async |page| page.eval(expression).await).await
    }

    /// Runs an async function's body in the page; its first argument is the callback.
    pub(crate) async fn run_async(&self, script: &str) -> Value {
        self.command("/execute/async", Some(json!({ "script": script, "args": [] }))).await.unwrap()
    }

    async fn element(&self, css: &str) -> Result<String, String> {
        let found = self.command("/element", Some(json!({ "using": "css selector", "value": css }))).await?;
        found[ELEMENT].as_str().map(str::to_owned).ok_or_else(|| "no element".to_owned())
    }

    pub(crate) async fn see(&self, css: &str) {
        self.poll(&format!("{css} is there"), async |page| page.element(css).await).await;
    }

    /// A click as a pointer makes it.
    pub(crate) async fn click(&self, css: &str) {
        self.poll(&format!("{css} can be clicked"), async |page| {
            let id = page.element(css).await?;
            page.command(&format!("/element/{id}/click"), Some(json!({}))).await
        })
        .await;
    }

    /// Types into a field, replacing what is there.
    pub(crate) async fn type_into(&self, css: &str, text: &str) {
        self.poll(&format!("{css} takes text"), async |page| {
            let id = page.element(css).await?;
            page.command(&format!("/element/{id}/clear"), Some(json!({}))).await?;
            page.command(&format!("/element/{id}/value"), Some(json!({ "text": text }))).await
        })
        .await;
    }

    pub(crate) async fn press(&self, css: &str, keys: &str) {
        self.poll(&format!("{css} takes keys"), async |page| {
            let id = page.element(css).await?;
            page.command(&format!("/element/{id}/value"), Some(json!({ "text": keys }))).await
        })
        .await;
    }

    /// Presses and releases keys one after the other, wherever the focus is.
    pub(crate) async fn keys(&self, keys: &str) {
        let strokes = keys.chars().flat_map(|key| ["keyDown", "keyUp"].map(|stroke| (stroke, key)));
        self.strokes(strokes.collect()).await;
    }

    /// Presses a key while Ctrl is held.
    pub(crate) async fn ctrl(&self, key: char) {
        let ctrl = '\u{e009}';
        self.strokes(vec![("keyDown", ctrl), ("keyDown", key), ("keyUp", key), ("keyUp", ctrl)]).await;
    }

    async fn strokes(&self, strokes: Vec<(&str, char)>) {
        let strokes: Vec<Value> =
            strokes.into_iter().map(|(stroke, key)| json!({ "type": stroke, "value": key })).collect();
        let body = json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": strokes }] });
        self.command("/actions", Some(body)).await.unwrap();
    }

    /// Leaves a picture of the screen, as a person sees it.
    pub(crate) async fn shot(&self, name: &str) {
        let picture = self.shots.join(format!("{name}.png"));
        let taken = tokio::process::Command::new("import")
            .args(["-display", &self.display, "-window", "root"])
            .arg(&picture)
            .status()
            .await
            .unwrap();
        assert!(taken.success(), "{} was not taken", picture.display());
    }

    /// Ends the session, and the app with it.
    pub(crate) async fn close(&self) {
        self.client.delete(&self.session).send().await.unwrap();
    }
}
