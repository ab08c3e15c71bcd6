/**
 * `node scripts/stand-ins.js TARBALL REPOSITORIES`: what a CI runner would fetch from the network, served by this
 * machine to itself: the packed package as the npm registry has it, and each bare repository in a folder as a git
 * host has it, over https. Prints where, in one line of JSON; ends when its standard input does.
 */
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { basename, join } from 'node:path';

const HOST = '127.0.0.1';
/** What GitHub's own actions take for a GitHub of a developer's; git and curl look such names up nowhere. */
const GIT_HOST = 'git.localhost';
const [tarball, repositories] = process.argv.slice(2);

/** The only package that there is has no dependencies. */
function registry(request, response) {
  const bytes = readFileSync(tarball);
  if (request.url.endsWith('.tgz')) return response.end(bytes);
  if (request.url !== '/keyfence') return response.writeHead(404).end('{}');
  const manifest = execFileSync('tar', ['-xzOf', tarball, 'package/package.json']);
  const { name, version, bin } = JSON.parse(manifest);
  const dist = {
    tarball: `http://${request.headers.host}/${basename(tarball)}`,
    integrity: `sha512-${createHash('sha512').update(bytes).digest('base64')}`,
  };
  const versions = { [version]: { name, version, bin, dist } };
  response.setHeader('content-type', 'application/json');
  return response.end(JSON.stringify({ name, 'dist-tags': { latest: version }, versions }));
}

/** git's own server program, as a web server starts it. */
function gitHost(request, response) {
  const { pathname, search } = new URL(request.url, `https://${HOST}`);
  const backend = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env.PATH,
      GIT_PROJECT_ROOT: repositories,
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_PROTOCOL: request.headers['git-protocol'] ?? '',
      REQUEST_METHOD: request.method,
      PATH_INFO: pathname.replace(/^(\/[^/]+\/[^/.]+)(?:\.git)?\//, '$1.git/'),
      QUERY_STRING: search.slice(1),
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  request.pipe(backend.stdin);
  const pieces = [];
  backend.stdout.on('data', (piece) => pieces.push(piece));
  backend.on('close', () => {
    const answer = Buffer.concat(pieces);
    const end = answer.indexOf('\r\n\r\n');
    const fields = answer
      .toString('latin1', 0, end)
      .split('\r\n')
      .map((line) => line.split(': '));
    const { Status: status = '200', ...headers } = Object.fromEntries(fields);
    response.writeHead(Number.parseInt(status, 10), headers);
    response.end(answer.subarray(end + 4));
  });
}

/** @returns the paths of a certificate that git can be told to believe, and of its key */
function certificate() {
  const paths = ['certificate.pem', 'key.pem'].map((name) => join(repositories, name));
  const subject = ['-subj', `/CN=${GIT_HOST}`, '-addext', `subjectAltName=DNS:${GIT_HOST}`];
  const kind = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1'];
  const files = ['-out', paths[0], '-keyout', paths[1]];
  execFileSync('openssl', ['req', ...kind, ...subject, ...files], { stdio: 'ignore' });
  return paths;
}

const listening = (server) =>
  new Promise((settle) => server.listen(0, HOST, () => settle(server.address().port)));

const [cert, key] = certificate();
const secure = { cert: readFileSync(cert), key: readFileSync(key) };
const npm = await listening(createServer(registry));
const git = await listening(createSecureServer(secure, gitHost));
// For act's store of artifacts, which wants to be told a port.
const spare = createServer();
const free = `${await listening(spare)}`;
spare.close();
console.log(
  JSON.stringify({ npm: `http://${HOST}:${npm}/`, git: `${GIT_HOST}:${git}`, cert, free }),
);
process.stdin.resume().on('end', () => process.exit());
