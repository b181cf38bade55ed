import type { NodeAPI } from 'node-red';
import { registerCheckUp, registerDomain, registerRequest } from '../runtime/index';

/** The request node comes first in the palette, so it is registered with the first domain. */
export default (RED: NodeAPI): void => {
  registerRequest(RED);
  registerCheckUp(RED);
  registerDomain(RED, 'service');
};
