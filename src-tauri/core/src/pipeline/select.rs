//! Phase 4: which file of a torrent is the film or the episode wanted, and why.
