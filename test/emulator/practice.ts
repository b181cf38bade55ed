/**
 * The emulator as the package ships it: behind the environment *Practice* of a connection (`dist/practice.js`). Without
 * dials, page, mails and https, and for nobody but the process that started it.
 */
import { timingSafeEqual } from 'node:crypto';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { Endpoint } from '../../nodes/catalogue';
import { Users } from './accounts/users';
import { Dials } from './dials';
import type { Mailing } from './render/mail';
import { RequestLog } from './request-log';
import { Admission } from './service/admission';
import { answerRequest } from './service/answer-request';
import { Routes } from './service/routes';
import { Sessions } from './service/sessions';
import { COMPANIES } from './world';
import { endForPeople } from './world/clock';

export interface PracticeOptions {
  /** What there is to ask for. */
  endpoints: readonly Endpoint[];
  /** The one user, made for the occasion. */
  user: { username: string; password: string };
  /** The one base URL, which leads nowhere: whoever names another host was led here by somebody else. */
  serviceUrl: string;
  /** What a connection must begin with, and what it is answered with before anything else is said. */
  key: { knock: Buffer; reply: Buffer };
}

export interface PracticeServer {
  /** On 127.0.0.1. */
  port: number;
  close(): Promise<void>;
}

/** Milliseconds in which a connection must have shown its key. */
const PATIENCE = 10_000;

/** More than one connection asks for: whether a person is refused for now is not what practice is for. */
const CAPACITY = 64;

/** Requests that the log of requests can tell of. */
const LOGGED = 200;

/** Starts it on a free port of 127.0.0.1; it does not keep the process alive. */
export async function startPractice({ endpoints, user, serviceUrl, key }: PracticeOptions): Promise<PracticeServer> {
  const dials = { capacity: CAPACITY, lockAfter: Number.MAX_SAFE_INTEGER, preferredEndpoint: serviceUrl };
  const companies = COMPANIES.map(({ id }) => id);
  const parts = {
    dials: new Dials(dials),
    users: new Users(() => {}, [{ ...user, companies, employeeId: 5121, userManagerId: 280_494 }], []),
    worldEnd: () => endForPeople(Date.now()),
    sessions: new Sessions(),
    admission: new Admission(),
    routes: new Routes(endpoints),
    log: new RequestLog(LOGGED),
    mailing: nothingMailed,
    url: () => serviceUrl,
  };
  const { host } = new URL(serviceUrl);
  const http = createHttpServer((request: IncomingMessage, response: ServerResponse) => {
    response.on('error', () => response.destroy());
    if (request.headers.host !== host) {
      response.writeHead(421).end();
      return;
    }
    const url = new URL(request.url ?? '/', serviceUrl);
    answerRequest(parts, request, response, url).catch(() => response.destroy());
  });
  http.keepAliveTimeout = 60_000;
  const open = new Set<Socket>();
  const door = createServer((socket) => {
    open.add(socket.once('close', () => open.delete(socket)).on('error', () => socket.destroy()));
    admit(socket, key, () => http.emit('connection', socket));
  });
  await new Promise<void>((resolve, reject) => door.once('error', reject).listen(0, '127.0.0.1', resolve));
  door.unref();
  return {
    port: (door.address() as AddressInfo).port,
    close: () => {
      const closed = new Promise<void>((resolve) => door.close(() => resolve()));
      for (const socket of open) socket.destroy();
      return closed;
    },
  };
}

/** A browser, or whoever else found the port, begins with something else and hears nothing. */
function admit(socket: Socket, { knock, reply }: PracticeOptions['key'], letIn: () => void): void {
  const tooLate = setTimeout(() => socket.destroy(), PATIENCE);
  const read = () => {
    const shown: Buffer | null = socket.read(knock.length);
    if (shown === null) return;
    socket.removeListener('readable', read);
    clearTimeout(tooLate);
    if (shown.length !== knock.length || !timingSafeEqual(shown, knock)) {
      socket.destroy();
      return;
    }
    socket.write(reply);
    letIn();
  };
  socket.on('readable', read);
  socket.once('close', () => clearTimeout(tooLate));
}

/** Practice answers as the service does, and no mail leaves this machine. */
const nothingMailed: Mailing = {
  send: async (_file, parameters) => `Practice: nothing was mailed to ${parameters.text('Email.To')}.`,
};
