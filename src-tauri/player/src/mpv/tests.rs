//! An mpv that is followed over a socket.

use super::*;
use crate::queue::tests::item;

#[test]
fn a_hostile_title_cannot_become_an_option_and_links_stay_off_the_command_line() {
    let queue = Queue::new(vec![item("https://cdn.example/Sintel.mkv", 0.0)], Path::new("/playing"));
    for arguments in [arguments(&queue), iina(&queue, Path::new("/run/mpv"))] {
        assert!(!arguments.contains(&queue.items[0].title), "{arguments:?}");
        assert_eq!(arguments.iter().filter(|a| a.as_str() == queue.items[0].link.as_str()).count(), 1);
    }
    assert!(waiting(Path::new("/run/mpv")).iter().all(|argument| !argument.contains("cdn.example")));
}

#[cfg(unix)]
mod over_a_socket {
    use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
    use tokio::net::{UnixListener, UnixStream};
    use tokio::sync::mpsc;

    use super::super::*;
    use crate::order::Key;
    use crate::queue::tests::item;

    const FIRST: &str = "https://cdn.example/1.mkv";
    const SECOND: &str = "https://cdn.example/2.mkv";

    struct Stage {
        mpv: BufReader<UnixStream>,
        orders: mpsc::UnboundedSender<Order>,
        told: mpsc::UnboundedReceiver<Told>,
        _folder: tempfile::TempDir,
    }

    async fn stage() -> Stage {
        let folder = tempfile::tempdir().unwrap();
        let address = folder.path().join("mpv");
        let socket = UnixListener::bind(&address).unwrap();
        let lines = reach(&address).await;
        let mpv = BufReader::new(socket.accept().await.unwrap().0);
        let (orders, received) = mpsc::unbounded_channel();
        let (telling, told) = mpsc::unbounded_channel();
        let queue = Queue::new(vec![item(FIRST, 0.0), item(SECOND, 0.0)], folder.path());
        tokio::spawn(follow(lines, queue, received, telling));
        Stage { mpv, orders, told, _folder: folder }
    }

    impl Stage {
        async fn says(&mut self, line: Value) {
            self.mpv.get_mut().write_all(format!("{line}\n").as_bytes()).await.unwrap();
        }

        /// Reads commands until one holds these words.
        async fn is_told(&mut self, words: &str) -> Value {
            loop {
                let mut line = String::new();
                assert!(self.mpv.read_line(&mut line).await.unwrap() > 0, "no {words}");
                if line.contains(words) {
                    return serde_json::from_str(&line).unwrap();
                }
            }
        }

        async fn plays(&mut self, link: &str) {
            self.says(json!({ "event": "start-file" })).await;
            let asked = self.is_told("\"path\"").await;
            self.says(json!({ "request_id": asked["request_id"], "error": "success", "data": link })).await;
            self.property("duration", json!(100.0)).await;
        }

        async fn property(&mut self, name: &str, data: Value) {
            self.says(json!({ "event": "property-change", "name": name, "data": data })).await;
        }

        /// Waits for something to be told.
        async fn tells(&mut self, wanted: impl Fn(&Told) -> bool) -> Told {
            loop {
                let told = self.told.recv().await.expect("more is told");
                if wanted(&told) {
                    return told;
                }
            }
        }
    }

    #[tokio::test]
    async fn an_item_that_comes_to_its_end_is_told_and_the_next_is_not_taken_for_it() {
        let mut stage = stage().await;
        stage.plays(FIRST).await;
        stage.property("time-pos", json!(96.0)).await;
        stage.tells(|told| matches!(told, Told::Now(now) if now.position == Some(96.0) && now.item == Some(0))).await;
        stage.says(json!({ "event": "end-file", "reason": "eof" })).await;
        stage.tells(|told| *told == Told::Ended(0)).await;
        stage.plays(SECOND).await;
        stage.property("time-pos", json!(1.0)).await;
        stage.tells(|told| matches!(told, Told::Now(now) if now.position == Some(1.0) && now.item == Some(1))).await;
        stage.says(json!({ "event": "end-file", "reason": "quit" })).await;
        drop(stage.mpv);
        while let Some(told) = stage.told.recv().await {
            assert!(!matches!(told, Told::Ended(_)), "one that was quit came to no end");
        }
    }

    #[tokio::test]
    async fn the_end_of_a_film_that_stays_on_the_screen_is_told_once() {
        let mut stage = stage().await;
        stage.plays(FIRST).await;
        stage.property("time-pos", json!(99.9)).await;
        stage.property("eof-reached", json!(true)).await;
        stage.property("pause", json!(true)).await;
        stage.tells(|told| *told == Told::Ended(0)).await;
        drop(stage.mpv);
        let mut ends = 0;
        while let Some(told) = stage.told.recv().await {
            ends += usize::from(matches!(told, Told::Ended(_)));
        }
        assert_eq!(ends, 0);
    }

    #[tokio::test]
    async fn what_cannot_be_read_ends_no_listening_but_what_never_ends_does() {
        let mut stage = stage().await;
        stage.plays(FIRST).await;
        for line in [json!({ "event": "x".repeat(1000) }), json!([]), json!({ "event": 7 })] {
            stage.says(line).await;
        }
        stage.property("time-pos", json!(3.0)).await;
        stage.tells(|told| matches!(told, Told::Now(now) if now.position == Some(3.0))).await;
        stage.orders.send(Order::Seek(50.0)).unwrap();
        assert_eq!(stage.is_told("\"seek\"").await["command"], json!(["seek", 50.0, "absolute"]));
        let endless = vec![b'x'; 2 * LONGEST_LINE];
        // The other side may have gone before all of it was sent.
        let _ = stage.mpv.get_mut().write_all(&endless).await;
        stage.tells(|told| *told == Told::Gone).await;
    }

    #[tokio::test]
    async fn a_key_pressed_over_the_card_comes_back_and_the_keys_go_with_it() {
        let mut stage = stage().await;
        stage.orders.send(Order::Card(Some(Card { text: "Next".to_owned(), keys: Keys::Next }))).unwrap();
        stage.is_told("define-section").await;
        stage.is_told("osd-overlay").await;
        stage.says(json!({ "event": "client-message", "args": ["perihelion", "stay"] })).await;
        stage.tells(|told| *told == Told::Pressed(Key::Stay)).await;
        stage.orders.send(Order::Card(None)).unwrap();
        stage.is_told("disable-section").await;
    }

    #[tokio::test]
    async fn the_media_key_is_the_apps_while_its_films_play_and_goes_through_another_list_where_they_do_not() {
        let mut stage = stage().await;
        let key = json!({ "event": "client-message", "args": ["perihelion", "next"] });
        stage.plays(FIRST).await;
        stage.says(key.clone()).await;
        stage.tells(|told| *told == Told::Pressed(Key::Next)).await;
        stage.plays("/home/someone/holiday.mkv").await;
        stage.says(key).await;
        assert_eq!(stage.is_told("playlist-next").await["command"], json!(["playlist-next", "weak"]));
    }
}
