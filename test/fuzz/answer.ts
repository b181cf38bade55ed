import type { Answer } from '../../nodes/client/request';

/** An answer that came in one piece, without a socket. */
export function answerOf(contentType: string, charset: string | undefined, bytes: Buffer): Answer {
  return {
    statusCode: 200,
    contentType,
    charset,
    filename: undefined,
    host: 'dataconnect.test',
    date: undefined,
    queuedFor: 0,
    consume: async (take) => {
      await take(bytes);
      return bytes.length;
    },
    dispose: () => {},
  };
}
