/** A page stays what it is: it leads nowhere, opens nothing and holds no foreign page. */
import type { App, WebContents } from 'electron';

/** For all pages, whoever made them. */
export function sealAllContents(app: App): void {
  app.on('web-contents-created', (_event, contents) => sealContents(contents));
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, callback) => {
    event.preventDefault();
    callback(false);
  });
  app.on('select-client-certificate', (event) => event.preventDefault());
  app.on('login', (event, _contents, _details, _info, callback) => {
    event.preventDefault();
    callback();
  });
}

/** Moves within the page, by its fragment, are no navigation and stay possible. */
export function sealContents(contents: WebContents): void {
  const refuse = (event: { preventDefault(): void }) => event.preventDefault();
  contents.on('will-navigate', refuse);
  contents.on('will-frame-navigate', refuse);
  contents.on('will-redirect', refuse);
  contents.on('will-attach-webview', refuse);
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}
