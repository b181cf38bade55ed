import { registerConnection } from '../runtime/index';

export default registerConnection;
