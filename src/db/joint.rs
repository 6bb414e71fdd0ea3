use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::Mutex;

/// One query for all who ask at the same time. Each gets what was found by a query that began after he asked; whoever
/// comes while one is under way shares the next.
pub(super) struct Joint<T> {
    /// How many queries have begun.
    begun: AtomicU64,
    /// The number of the last query that ended, and what it found; None when it failed.
    ended: Mutex<(u64, Option<T>)>,
}

/// The query that was waited for failed for the one who made it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FailedForAnother;

impl<T> Default for Joint<T> {
    fn default() -> Self {
        Self {
            begun: AtomicU64::new(0),
            ended: Mutex::new((0, None)),
        }
    }
}

impl<T: Copy> Joint<T> {
    /// Answers what `query` finds, run here or by another. The outer error is that of the query if it was run here.
    pub async fn ask<E>(
        &self,
        query: impl AsyncFnOnce() -> Result<T, E>,
    ) -> Result<Result<T, FailedForAnother>, E> {
        let wanted = self.begun.load(Ordering::SeqCst) + 1;
        let mut ended = self.ended.lock().await;
        if ended.0 >= wanted {
            return Ok(ended.1.ok_or(FailedForAnother));
        }
        let number = self.begun.fetch_add(1, Ordering::SeqCst) + 1;
        let found = query().await;
        *ended = (number, found.as_ref().ok().copied());
        found.map(Ok)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::cell::Cell;
    use std::future::Future;
    use std::pin::{Pin, pin};
    use std::task::{Context, Poll, Waker};

    use super::*;

    fn poll<T>(future: Pin<&mut impl Future<Output = T>>) -> Poll<T> {
        future.poll(&mut Context::from_waker(Waker::noop()))
    }

    #[test]
    fn whoever_comes_while_a_query_is_under_way_shares_the_next_one() {
        let (joint, queries) = (Joint::default(), Cell::new(0));
        let query = async || {
            queries.set(queries.get() + 1);
            let number = queries.get();
            tokio::task::yield_now().await;
            Ok::<_, ()>(number)
        };
        let mut first = pin!(joint.ask(query));
        assert!(poll(first.as_mut()).is_pending());
        let (mut second, mut third) = (pin!(joint.ask(query)), pin!(joint.ask(query)));
        assert!(poll(second.as_mut()).is_pending());
        assert!(poll(third.as_mut()).is_pending());
        assert_eq!(poll(first.as_mut()), Poll::Ready(Ok(Ok(1))));
        assert!(poll(second.as_mut()).is_pending());
        assert_eq!(poll(second.as_mut()), Poll::Ready(Ok(Ok(2))));
        assert_eq!(poll(third.as_mut()), Poll::Ready(Ok(Ok(2))));
        assert_eq!(queries.get(), 2);
    }

    #[test]
    fn a_failure_is_shared_and_not_kept() {
        let joint = Joint::default();
        let fails = async || {
            tokio::task::yield_now().await;
            Err::<u8, _>("broken")
        };
        let mut first = pin!(joint.ask(fails));
        assert!(poll(first.as_mut()).is_pending());
        let (mut second, mut third) = (pin!(joint.ask(fails)), pin!(joint.ask(fails)));
        assert!(poll(second.as_mut()).is_pending());
        assert!(poll(third.as_mut()).is_pending());
        assert_eq!(poll(first.as_mut()), Poll::Ready(Err("broken")));
        assert!(poll(second.as_mut()).is_pending());
        assert_eq!(poll(second.as_mut()), Poll::Ready(Err("broken")));
        assert_eq!(poll(third.as_mut()), Poll::Ready(Ok(Err(FailedForAnother))));
        let mut last = pin!(joint.ask(async || Ok::<_, ()>(7)));
        assert_eq!(poll(last.as_mut()), Poll::Ready(Ok(Ok(7))));
    }

    #[test]
    fn a_query_that_is_cut_off_leaves_the_others_to_their_own() {
        let joint = Joint::default();
        {
            let mut cut_off = pin!(joint.ask(async || {
                tokio::task::yield_now().await;
                Ok::<_, ()>(1)
            }));
            assert!(poll(cut_off.as_mut()).is_pending());
        }
        let mut next = pin!(joint.ask(async || Ok::<_, ()>(2)));
        assert_eq!(poll(next.as_mut()), Poll::Ready(Ok(Ok(2))));
    }
}
