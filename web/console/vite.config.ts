import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compressAssets } from '../compress-assets.ts';

// A build started by a test run inherits its NODE_ENV; what people get is always the production build.
if (process.argv.includes('build')) process.env['NODE_ENV'] = 'production';

/** What forms and tables need and the overview does not. */
const FIELDS =
  '@rc-component/(select|virtual-list|input-number|picker|table|tree|pagination|checkbox|cascader)/|antd/es/(select|auto-complete|input-number|table|pagination|checkbox|radio|date-picker)/';

/**
 * A file for what changes together, in place of the hundred small ones that splitting by use gives: six at a time travel
 * over HTTP/1.1, each round a trip there and back. What one page alone uses stays with that page.
 */
const GROUPS = [
  {
    name: 'react',
    test: /node_modules\/(react|react-dom|scheduler|react-i18next|i18next|@tanstack|zod|use-sync-external-store)\//,
    priority: 4,
  },
  { name: 'icons', test: /node_modules\/@ant-design\/icons(-svg)?\//, priority: 3 },
  {
    name: 'antd',
    test: new RegExp(`node_modules/(?!${FIELDS})(antd|@ant-design|@rc-component|rc-[\\w-]+)/`),
    minShareCount: 4,
    priority: 2,
  },
  { name: 'fields', test: new RegExp(`node_modules/(${FIELDS})`), minShareCount: 2, priority: 1 },
  {
    name: 'shared',
    test: /\/(web\/ui\/(?!chart\/echarts)|web\/console\/src\/(api|shell|words)\/|src\/kernel\/)/,
    minShareCount: 3,
  },
];

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
    rolldownOptions: { output: { codeSplitting: { groups: GROUPS } } },
  },
});
