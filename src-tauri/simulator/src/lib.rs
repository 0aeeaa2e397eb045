//! Every upstream on one loopback port.
