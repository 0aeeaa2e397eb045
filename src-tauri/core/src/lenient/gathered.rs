//! Lists that are read an element at a time into something smaller than a list of the elements.

use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::MOST_ROWS;

/// What takes the elements of a list, one after another.
pub(crate) trait Gather<'de>: Default {
    type Element: Deserialize<'de>;

    fn gather(&mut self, element: Self::Element);
}

/// What the elements of a list became; of a value of any other type nothing.
#[derive(Debug, Default)]
pub(crate) struct Gathered<G>(pub(crate) G);

struct GatheredVisitor<G>(PhantomData<G>);

impl<'de, G: Gather<'de>> Visitor<'de> for GatheredVisitor<G> {
    type Value = Gathered<G>;

    passes_over_scalars!(Gathered::default());

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut gathered = Gathered::<G>::default();
        for _ in 0..MOST_ROWS {
            let Some(element) = list.next_element()? else { return Ok(gathered) };
            gathered.0.gather(element);
        }
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(gathered)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Gathered::default())
    }
}

impl<'de, G: Gather<'de>> Deserialize<'de> for Gathered<G> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(GatheredVisitor(PhantomData))
    }
}
