//! What the product tells its operator: one structured line per HTTP request, and counters. Never national ids, tokens
//! or names.

mod counts;
mod request_line;

use std::time::Duration;

use std::io::IsTerminal as _;

use metrics_exporter_prometheus::{BuildError, PrometheusBuilder, PrometheusHandle};
use tokio::sync::watch;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::config::LogFormat;

pub use request_line::{RequestLog, present_request, record_actor, record_party, request_id};

/// How often measurements are folded into their summary.
const FOLD_EVERY: Duration = Duration::from_secs(5);

/// Starts writing log lines to standard error; `RUST_LOG` chooses which.
pub fn start_logging(format: LogFormat) {
    let filter =
        EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    let registry = tracing_subscriber::registry().with(filter);
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    match format {
        LogFormat::Text => registry.with(lines.with_target(false)).init(),
        LogFormat::Json => registry.with(lines.json().flatten_event(true)).init(),
    }
}

/// Starts counting; the handle writes the counters as text for `/metrics`.
pub fn start_metrics() -> Result<PrometheusHandle, BuildError> {
    let recorder = PrometheusBuilder::new().build_recorder();
    let handle = recorder.handle();
    // A second server in the same process (tests) shares nothing with the first but the global recorder.
    if metrics::set_global_recorder(recorder).is_err() {
        tracing::debug!("counting was started before");
    }
    Ok(handle)
}

/// Folds what was measured into its summary every few seconds until told to stop. Without this every measurement is kept
/// until somebody reads `/metrics`, who may never come.
pub async fn fold_metrics(handle: PrometheusHandle, mut stop: watch::Receiver<bool>) {
    loop {
        handle.run_upkeep();
        tokio::select! {
            _ = tokio::time::sleep(FOLD_EVERY) => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
    }
}
