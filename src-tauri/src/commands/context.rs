//! What the page needs to know to understand the rows of a search.

use perihelion_core::debrid::Debrid;
use perihelion_core::profile::Profile;
use perihelion_core::title::Wanted;

use crate::present::PageContext;
use crate::state::About;

pub(super) async fn page_context(profile: &Profile, id: u64, about: &About, wanted: &Wanted) -> PageContext {
    let settings = profile.settings();
    PageContext {
        search_id: id,
        heading: about.heading(),
        labels: settings.sources().into_iter().map(|source| (source, settings.label(source))).collect(),
        in_use: profile.accounts().await.iter().map(Debrid::store).collect(),
        runtime_min: wanted.runtime_min,
    }
}
