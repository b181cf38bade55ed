/** What the benchmark and its server tell each other, and what the server answers. */
import type { Emulator } from '../emulator';
import type { Format, Order } from './order';

/** The endpoint of all measurements but those of windows: ten columns, about 270 bytes a record. */
export const UNDATED = { id: 'availability', path: '/availability' };

/** The endpoint that is cut into windows, and the dates of its records, by which 1000 days begin and end. */
export const DATED = { id: 'sales-extended-detail', path: '/customizedreports/SalesExtendedDetailReport' };
export const REPORT_FROM = '2023-01-01';
export const REPORT_TO = '2025-09-27';
export const LAST_DAY = '2025-09-26';

export type ToServer = ({ kind: 'serve' } & Pick<Order, 'rows' | 'gzip' | 'format'>) | { kind: 'forget' };

export interface ServerAddress {
  serviceUrl: string;
  tokenUrl: string;
  credentials: Emulator['credentials'];
}

export type FromServer = { kind: 'started'; address: ServerAddress } | { kind: 'ready' };

export function pathFor(format: Format): string {
  return `${UNDATED.path}?Response=${format}`;
}
