//! The question before the window: a new version does not come to one, so the version before is offered. It is asked in the
//! system's own dialog, since the page is what may be failing.

use perihelion_core::endpoints::{DOWNLOADS, is_placeholder};
use perihelion_core::settings::Language;
use url::Url;

use super::starts::Failing;
use crate::present;

/// What is asked.
#[derive(Debug, PartialEq, Eq)]
struct Question {
    title: String,
    text: String,
    /// The button that opens the address; `None` where no address is known.
    go: Option<(&'static str, String)>,
    stay: &'static str,
}

/// Asks whether to go back. Opens the download in the browser and returns `true` if the person says yes; this start is then
/// over. Blocks the thread of the window until it is answered.
pub(crate) fn went_back(failing: &Failing) -> bool {
    tracing::warn!(version = failing.version, before = failing.before, "this version does not come to a window");
    let question = question(failing, present::language(Language::System), DOWNLOADS);
    let Some((_, address)) = question.go.as_ref().filter(|_| ask(&question)) else { return false };
    match tauri_plugin_opener::open_url(address, None::<&str>) {
        Ok(()) => true,
        Err(error) => {
            tracing::warn!(%error, "no browser opened the download");
            false
        }
    }
}

fn question(failing: &Failing, language: &str, downloads: &str) -> Question {
    let Failing { version, before, download } = failing;
    let is_web = |address: &&str| Url::parse(address).is_ok_and(|url| url.scheme() == "https");
    let own = download.as_deref().filter(is_web);
    let page = Some(downloads).filter(|page| !is_placeholder(page)).filter(is_web);
    let turkish = language == "tr";
    let title = if turkish {
        format!("Perihelion {version} açılamıyor")
    } else {
        format!("Perihelion {version} does not open")
    };
    let failed = if turkish {
        format!("Bu sürüm önceki iki başlatmada bir pencere açamadı. {before} sürümü çalışıyordu.")
    } else {
        format!("This version did not come to a window in its last two starts. Version {before} did.")
    };
    let how = match (own.or(page).is_some(), turkish) {
        (true, true) => "Önceki sürümü indirip yeniden kurabilirsin. Ayarların ve kitaplığın kalır.",
        (true, false) => "You can download the version before and install it again. Your settings and library stay.",
        (false, true) => "Önceki sürümü bunu aldığın yerden alabilirsin. Ayarların ve kitaplığın kalır.",
        (false, false) => "You can get the version before where you got this one. Your settings and library stay.",
    };
    let go = match (own, page, turkish) {
        (Some(own), _, true) => Some(("Önceki sürümü indir", own.to_owned())),
        (Some(own), _, false) => Some(("Download the version before", own.to_owned())),
        (None, Some(page), true) => Some(("İndirme sayfasını aç", page.to_owned())),
        (None, Some(page), false) => Some(("Open the downloads page", page.to_owned())),
        (None, None, _) => None,
    };
    let stay = if turkish { "Yine de başlat" } else { "Start anyway" };
    Question { title, text: format!("{failed}\n\n{how}"), go, stay }
}

/// Shows the question. Returns whether the person wants to go to the address.
#[cfg(target_os = "linux")]
fn ask(question: &Question) -> bool {
    use gtk::prelude::{DialogExt as _, GtkWindowExt as _, MessageDialogExt as _, WidgetExt as _};
    if gtk::init().is_err() {
        return false;
    }
    let dialog = gtk::MessageDialog::new(
        None::<&gtk::Window>,
        gtk::DialogFlags::empty(),
        gtk::MessageType::Warning,
        gtk::ButtonsType::None,
        &question.title,
    );
    dialog.set_title(&question.title);
    dialog.set_secondary_text(Some(&question.text));
    dialog.set_position(gtk::WindowPosition::Center);
    dialog.add_button(question.stay, gtk::ResponseType::Cancel);
    if let Some((label, _)) = &question.go {
        dialog.add_button(label, gtk::ResponseType::Accept);
        dialog.set_default_response(gtk::ResponseType::Accept);
    }
    let answer = dialog.run();
    // It would stay on the screen until the next turn of the loop.
    dialog.hide();
    while gtk::events_pending() {
        gtk::main_iteration();
    }
    answer == gtk::ResponseType::Accept
}

/// Shows the question. Returns whether the person wants to go to the address.
#[cfg(not(target_os = "linux"))]
fn ask(question: &Question) -> bool {
    use rfd::{MessageButtons, MessageDialog, MessageDialogResult, MessageLevel};
    let dialog = MessageDialog::new().set_level(MessageLevel::Warning).set_title(&question.title);
    let dialog = dialog.set_description(format!("{}\n\n{}", question.title, question.text));
    let Some((label, _)) = question.go.as_ref() else {
        dialog.set_buttons(MessageButtons::OkCustom(question.stay.to_owned())).show();
        return false;
    };
    let buttons = MessageButtons::OkCancelCustom((*label).to_owned(), question.stay.to_owned());
    match dialog.set_buttons(buttons).show() {
        MessageDialogResult::Ok => true,
        MessageDialogResult::Custom(chosen) => chosen == *label,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "https://downloads.example.org/";

    fn asked(download: Option<&str>, language: &str, page: &str) -> Question {
        let failing =
            Failing { version: "0.2.0".to_owned(), before: "0.1.0".to_owned(), download: download.map(str::to_owned) };
        question(&failing, language, page)
    }

    #[test]
    fn the_versions_own_download_comes_before_the_page() {
        let own = "https://example.org/Perihelion_0.1.0_amd64.AppImage";
        let question = asked(Some(own), "en", PAGE);
        assert_eq!(question.go, Some(("Download the version before", own.to_owned())));
        assert!(question.title.contains("0.2.0") && question.text.contains("Version 0.1.0"));
        assert_eq!(asked(None, "en", PAGE).go, Some(("Open the downloads page", PAGE.to_owned())));
    }

    #[test]
    fn only_web_addresses_that_exist_are_opened() {
        for odd in ["file:///etc/passwd", "http://example.org/a", "javascript:1", ""] {
            assert_eq!(asked(Some(odd), "en", DOWNLOADS).go, None, "{odd}");
        }
        assert!(asked(None, "en", DOWNLOADS).text.contains("where you got this one"));
    }

    #[test]
    fn it_is_asked_in_the_systems_language() {
        let (english, turkish) = (asked(None, "en", PAGE), asked(None, "tr", PAGE));
        assert_ne!(english.title, turkish.title);
        assert_ne!(english.text, turkish.text);
        assert_ne!(english.stay, turkish.stay);
        assert!(turkish.text.contains("0.1.0"));
    }
}
