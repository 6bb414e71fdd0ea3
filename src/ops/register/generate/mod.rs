//! An invented population.
