import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compressAssets } from '../compress-assets.ts';

// A build started by a test run inherits its NODE_ENV; what people get is always the production build.
if (process.argv.includes('build')) process.env['NODE_ENV'] = 'production';

/** What every page needs; the pages themselves and each language are files of their own, loaded when they are shown. */
const GROUPS = [
  {
    name: 'react',
    test: /node_modules\/(react|react-dom|scheduler|react-i18next|i18next|@tanstack|use-sync-external-store)\//,
    priority: 2,
  },
  { name: 'shell', test: /\/(web\/ui\/|web\/member\/src\/(api|shell|router|ui)\/|src\/kernel\/)/, priority: 1 },
];

/**
 * The members' app is built into `web/member/dist` and served by the server under `/m/`. It is opened inside WeChat, whose
 * engine is at Chromium 107 on phones that are not updated. In development the API of a running server is proxied;
 * `QUNLUO_API` names another one.
 */
export default defineConfig({
  root: import.meta.dirname,
  base: '/m/',
  plugins: [react(), compressAssets()],
  server: {
    host: '127.0.0.1',
    proxy: { '/api': { target: process.env['QUNLUO_API'] ?? 'http://127.0.0.1:7100', changeOrigin: false } },
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'chrome107',
    cssTarget: 'chrome107',
    manifest: true,
    // Data URIs would ask more of the content security policy than `'self'`.
    assetsInlineLimit: 0,
    rolldownOptions: { output: { codeSplitting: { groups: GROUPS } } },
  },
});
