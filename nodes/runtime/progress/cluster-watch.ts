/** Whether the cluster that a node needs is away, for the line under it. */
import type { ClusterState, ClusterStore } from '../../cluster/cluster-store';

/** Milliseconds for which nobody hears of it: it takes a moment to connect. */
const UNNOTICED = 1000;

/** @returns ends it */
export function watchCluster(cluster: ClusterStore, tell: (isAway: boolean) => void): () => void {
  let isAway = false;
  let forget = () => {};
  const look = (state: ClusterState) => {
    forget();
    if (state === 'ready') {
      if (isAway) tell(false);
      isAway = false;
      return;
    }
    if (isAway) return;
    const timer = setTimeout(() => {
      isAway = true;
      tell(true);
    }, UNNOTICED);
    forget = () => clearTimeout(timer);
  };
  const unlisten = cluster.onState(look);
  look(cluster.state());
  return () => {
    unlisten();
    forget();
  };
}
