/** Orders whose windows are shared, as the server tells the editor: one form for both. Free of secrets and of records. */

export interface OrderView {
  id: string;
  /** As a message calls it; empty where none does. */
  called: string;
  /** Milliseconds since 1970. */
  begun: number;
  windows: number;
  done: number;
  active: number;
  /** Given up. */
  dead: number;
  hasEnded: boolean;
  /** When the cluster had lost windows of it, the last time, and how many. */
  lost?: { at: number; windows: number } | undefined;
  /** Those given up that are shown. `window` in words. */
  failures: Array<{ window: string; attempts: number; code: string; text: string }>;
}

/** An order, and the node whose it is. */
export interface ListedOrder extends OrderView {
  /** Id of the node at work. */
  node: string;
  /** Id of the node in the editor. */
  place: string;
  type: string;
  name: string;
}

/** For the sidebar. */
export interface WorkAnswer {
  orders: ListedOrder[];
}
