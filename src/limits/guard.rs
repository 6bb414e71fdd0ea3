use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::Method;

use super::{Area, Limited, Limits, TooMany};

/// Which addresses count in which area: all requests to a path, or those with one method.
pub type Areas = &'static [(Area, Option<Method>, &'static str)];

/// Stands before the routes of one room of the product, and refuses in its manner.
pub struct Guard {
    limits: Limits,
    areas: HashMap<&'static str, (Area, Option<Method>)>,
    refuse: fn(TooMany) -> Response,
}

impl Guard {
    pub fn new(limits: &Limits, areas: Areas, refuse: fn(TooMany) -> Response) -> Arc<Self> {
        let areas = areas.iter();
        Arc::new(Self {
            limits: limits.clone(),
            areas: areas
                .map(|(area, method, path)| (*path, (*area, method.clone())))
                .collect(),
            refuse,
        })
    }

    fn area(&self, request: &Request) -> Option<Area> {
        let path = request.extensions().get::<MatchedPath>()?;
        let (area, method) = self.areas.get(path.as_str())?;
        let counts = |wanted: &Method| wanted == request.method();
        method.as_ref().is_none_or(counts).then_some(*area)
    }

    /// None only where no connection is: when a router is called without a server.
    fn address(&self, request: &Request) -> Option<IpAddr> {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>()?;
        let proxies = &self.limits.0.proxies;
        Some(proxies.client(peer.ip(), request.headers()))
    }
}

/// Counts a request by its address, and leaves with it what its handler counts callers with.
pub async fn guard(State(guard): State<Arc<Guard>>, mut request: Request, next: Next) -> Response {
    let Some(area) = guard.area(&request) else {
        return next.run(request).await;
    };
    if let Some(address) = guard.address(&request)
        && let Err(refused) = guard.limits.count_address(area, address)
    {
        return (guard.refuse)(refused);
    }
    request.extensions_mut().insert(Limited {
        limits: guard.limits.clone(),
        area,
    });
    next.run(request).await
}
