import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { tokenSheet } from './theme/tokens.ts';

const root = import.meta.dirname;
/** The style sheet of the tokens is made from the same object that Ant Design is given, so that the two cannot differ (web §2). */
function tokens(): Plugin {
  const id = '\0tokens.css';
  return { name: 'tokens', resolveId: (source) => (source === 'virtual:tokens.css' ? id : undefined), load: (source) => (source === id ? tokenSheet() : undefined) };
}

export default defineConfig({
  root,
  plugins: [tokens(), react()],
  build: {
    outDir: `${root}/../../dist/web`,
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [{ name: 'react', test: /node_modules[\\/](react|react-dom|scheduler|@tanstack[\\/](?!react-virtual|virtual))/ }],
        },
      },
    },
  },
  server: { port: 5173, proxy: { '/api': 'http://127.0.0.1:4800' } },
});
