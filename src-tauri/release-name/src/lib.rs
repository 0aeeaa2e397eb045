//! What a release or file name says.
