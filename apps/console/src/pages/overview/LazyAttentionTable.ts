import { lazyRouteComponent } from '@tanstack/react-router';

/**
 * Loaded if something fails: in German and French it needs the texts of all failures. React's own `lazy` shows its
 * placeholder even if the code is there, and then for 300 ms at least (React 19).
 */
export const LazyAttentionTable = lazyRouteComponent(() => import('./AttentionTable'));
