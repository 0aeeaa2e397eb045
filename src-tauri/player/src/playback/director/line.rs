//! Who has the line: what plays or is about to. It is measured when that has ended, by the link that played.

use super::Director;
use crate::session::Session;

impl Director {
    /// Has nothing measured from now on.
    pub(super) fn take_line(&mut self) {
        self.line.get_or_insert_with(|| self.profile.use_line());
    }

    /// Takes the line, or gives it back, as it has come to be.
    pub(super) fn mind_line(&mut self) {
        let plays = self.session.as_ref().is_some_and(Session::is_running);
        if plays || self.opening.is_some() || self.is_switching() || self.preparing.is_kept() {
            return self.take_line();
        }
        if self.line.take().is_none() || !self.is_over {
            return;
        }
        let Some(link) = self.current.and_then(|(number, _)| self.links.get(number)).cloned() else { return };
        let profile = self.profile.clone();
        tokio::spawn(async move { profile.measure_line_in_passing(&link.result).await });
    }
}
