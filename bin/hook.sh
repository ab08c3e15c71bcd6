# Read (with `.`, in a subshell) by the git hooks that `keyfence install` writes: finds node and
# becomes keyfence. It never returns: what is missing is said, and 2 stops git.
#
# In:  $keyfence  the folder of this package
#      $noted     where node was at the time of `keyfence install`; '' in hooks that are committed
#      "$@"       keyfence's command and arguments
#
# POSIX sh. Nothing but builtins runs before node does, because every commit waits for this.

# keyfence asks the network nothing and needs no loader: extra certificates triple node's start,
# and NODE_OPTIONS brings in debuggers, tracers and limits that are meant for other programs.
unset NODE_OPTIONS NODE_EXTRA_CA_CERTS

if ! [ -f "$keyfence/dist/cli.cjs" ]; then
  echo "keyfence: $keyfence has no dist/cli.cjs, so nothing was checked and git is stopped." >&2
  echo "  Type: npm install   (in a checkout of keyfence itself: npm run build)" >&2
  exit 2
fi

if command -v node >/dev/null 2>&1; then
  exec node "$keyfence/bin/keyfence.js" "$@"
fi

# No node on PATH: git was started by a program with a window, or by a service.
if [ -n "${ZSH_VERSION-}" ]; then emulate sh; fi

# Becomes keyfence if $1 is a node.
try() {
  [ -f "$1" ] && [ -x "$1" ] || return 0
  node=$1
  shift
  exec "$node" "$keyfence/bin/keyfence.js" "$@"
}

# Of the folders given, each named as a version: the one with the highest that has a node. By number: v9 < v20.
newest() {
  best='' highest=-1
  for folder in "$@"; do
    [ -x "$folder/bin/node" ] || continue
    version=${folder##*/}
    version=${version#v}
    major=${version%%.*}
    rest=${version#*.}
    minor=${rest%%.*}
    patch=${rest#*.}
    case "$major:$minor:$patch" in *[!0-9:]* | :* | *:: | *: | *::*) continue ;; esac
    number=$((major * 1000000 + minor * 1000 + patch))
    [ "$number" -gt "$highest" ] || continue
    best=$folder highest=$number
  done
  best=${best:-/nowhere}
}

# nvm's default is a file that holds a version, the beginning of one, or another alias's name.
nvm_default() {
  alias=default hops=0
  while [ -f "$nvm/alias/$alias" ] && [ "$hops" -lt 5 ]; do
    next=''
    read -r next <"$nvm/alias/$alias" || :
    alias=${next:-none} hops=$((hops + 1))
  done
  case $alias in
    v[0-9]* | [0-9]*) newest "$nvm/versions/node/v${alias#v}" "$nvm/versions/node/v${alias#v}".* ;;
    *) newest "$nvm/versions/node"/v* ;; # `node`, `stable`, or no default
  esac
}

# The order is documented in docs/hooks.md.
home=${HOME-}
data=${XDG_DATA_HOME:-$home/.local/share}
try "${noted-}" "$@"
try "${VOLTA_HOME:-$home/.volta}/bin/node" "$@"
for fnm in "${FNM_DIR:-$data/fnm}" "$home/Library/Application Support/fnm" "$home/.fnm" "${APPDATA-}/fnm"; do
  try "$fnm/aliases/default/bin/node" "$@"
  try "$fnm/aliases/default/node.exe" "$@"
done
nvm=${NVM_DIR:-$home/.nvm}
nvm_default
try "$best/bin/node" "$@"
newest "${ASDF_DATA_DIR:-$home/.asdf}/installs/nodejs"/*
try "$best/bin/node" "$@"
newest "${MISE_DATA_DIR:-$data/mise}/installs/node"/*
try "$best/bin/node" "$@"
for folder in /opt/homebrew/bin /home/linuxbrew/.linuxbrew/bin /usr/local/bin /usr/bin \
  "${PROGRAMFILES:-/c/Program Files}/nodejs"; do
  try "$folder/node" "$@"
  try "$folder/node.exe" "$@"
done

echo "keyfence: node was not found, so nothing was checked and git is stopped.
  PATH here: ${PATH-}
  Where git is started from a window, PATH is shorter than in your terminal.
  Type these lines in your terminal, then try again:" >&2
if [ "${hooks-}" = husky ]; then
  # shellcheck disable=SC2016 # for the reader's own shell; husky reads that file before each hook
  echo '    mkdir -p ~/.config/husky
    echo "PATH=\"\$PATH:$(dirname "$(command -v node)")\"" >> ~/.config/husky/init.sh' >&2
else
  echo '    npx keyfence install   (it notes where node is)' >&2
fi
exit 2
