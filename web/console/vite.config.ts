import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compressAssets } from './compress-assets.ts';

// A build started by a test run inherits its NODE_ENV; what people get is always the production build.
if (process.argv.includes('build')) process.env['NODE_ENV'] = 'production';

/**
 * The console is built into `web/console/dist` and served by the server at `/`. In development the API of a running
 * server is proxied; `QUNLUO_API` names another one.
 */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), compressAssets()],
  server: {
    host: '127.0.0.1',
    proxy: { '/api': { target: process.env['QUNLUO_API'] ?? 'http://127.0.0.1:7100', changeOrigin: false } },
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // Data URIs would ask more of the content security policy than `'self'`.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
  },
});
