/** A multipart body with one file, for requests that are injected. */
export function multipartFile(
  fileName: string,
  content: string | Buffer,
): { payload: Buffer; headers: { 'content-type': string } } {
  const boundary = 'qunluo-test-boundary';
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${fileName}"\r\nContent-Type: application/octet-stream\r\n\r\n`;
  return {
    payload: Buffer.concat([Buffer.from(head), Buffer.from(content), Buffer.from(`\r\n--${boundary}--\r\n`)]),
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  };
}
