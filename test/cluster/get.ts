import http from 'node:http';

/** Resolves when the answer has ended; what is in it is let go by. */
export function get(url: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = http.get(url, { signal }, (response) => {
      response.on('error', reject);
      response.on('end', resolve);
      response.resume();
    });
    request.on('error', reject);
  });
}
