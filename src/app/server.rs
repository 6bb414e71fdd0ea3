//! Serving until told to stop, and stopping without losing what is under way.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;

use super::{App, StartError};
use crate::config::Config;
use crate::world::World;
use crate::{jobs, telemetry};

/// How long requests under way may take after the order to stop.
const DRAIN: Duration = Duration::from_secs(25);

/// How long the database may take to end what it is doing.
const CLOSE: Duration = Duration::from_secs(3);

/// A server that listens.
pub struct Server {
    app: App,
    listener: TcpListener,
}

#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error(transparent)]
    Start(#[from] StartError),
    #[error("cannot listen on {address}: {problem}")]
    Listen {
        address: SocketAddr,
        problem: std::io::Error,
    },
    #[error("serving failed: {0}")]
    Serve(#[from] std::io::Error),
}

impl Server {
    /// Takes the address first, so that a second server on the same one fails before it touches the database.
    pub async fn bind(config: Config, world: World) -> Result<Self, ServeError> {
        let address = config.listen;
        let listener = TcpListener::bind(address)
            .await
            .map_err(|problem| ServeError::Listen { address, problem })?;
        let app = App::start(config.listening_on(listener.local_addr()?), world).await?;
        Ok(Self { app, listener })
    }

    pub fn app(&self) -> &App {
        &self.app
    }

    /// Serves until `stop` becomes true; then takes no new connections, ends the requests under way, writes the rest of
    /// the decision log, and closes the database.
    pub async fn run(self, mut stop: watch::Receiver<bool>) -> Result<(), ServeError> {
        let jobs = tokio::spawn(jobs::run(self.app.core().clone(), stop.clone()));
        let folding = tokio::spawn(telemetry::fold_metrics(
            self.app.metrics().clone(),
            stop.clone(),
        ));
        let mut told = stop.clone();
        // Who is at the other end of a connection: limits count by it.
        let service = self
            .app
            .router()
            .into_make_service_with_connect_info::<SocketAddr>();
        let serving = axum::serve(self.listener, service).with_graceful_shutdown(async move {
            let _ = told.wait_for(|stop| *stop).await;
        });
        let serving = tokio::spawn(async move { serving.await });
        let _ = stop.wait_for(|stop| *stop).await;
        match tokio::time::timeout(DRAIN, serving).await {
            Ok(Ok(result)) => result?,
            Ok(Err(problem)) => tracing::error!(%problem, "the server ended in disorder"),
            Err(_) => tracing::warn!("some requests were not done in time and were cut off"),
        }
        let _ = jobs.await;
        let _ = folding.await;
        self.app.core().decision_log.close().await;
        // A statement that waits for somebody's lock would hold up the end for as long as the lock is held.
        let closed = tokio::time::timeout(CLOSE, self.app.core().db.close()).await;
        if closed.is_err() {
            tracing::warn!("the database was still busy and was left without a farewell");
        }
        Ok(())
    }
}
