import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const TEXT = /\.(js|css|svg|html)$/;
const LEAST = 1024;

/** Writes `.br` and `.gz` beside each text file of the build, once, so that the server never compresses by itself. */
export function compressAssets(): Plugin {
  let out = '';
  return {
    name: 'compress-assets',
    apply: 'build',
    configResolved: ({ root, build }) => void (out = resolve(root, build.outDir)),
    // Not closeBundle: that runs after a failed build too, and would hide what failed.
    writeBundle() {
      for (const file of readdirSync(out, { recursive: true, encoding: 'utf8' })) {
        if (!TEXT.test(file)) continue;
        const content = readFileSync(join(out, file));
        if (content.length < LEAST) continue;
        writeFileSync(join(out, `${file}.gz`), gzipSync(content, { level: 9 }));
        writeFileSync(
          join(out, `${file}.br`),
          brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } }),
        );
      }
    },
  };
}
