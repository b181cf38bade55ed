import type { NodeAPI } from 'node-red';
import { registerDomain } from '../runtime/index';

export default (RED: NodeAPI): void => registerDomain(RED, 'employees');
