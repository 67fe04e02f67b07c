/**
 * Go modules that are linked against C code: without cgo they do not build, or fail when they run.
 * Source: the README of each module on pkg.go.dev, checked 2026-11-22.
 */
const cgoModules: readonly RegExp[] = [
  /^github\.com\/mattn\/(?:go-sqlite3|go-oci8|go-gtk)$/,
  /^(?:github\.com|gopkg\.in)\/confluentinc\/confluent-kafka-go/,
  /^github\.com\/(?:DataDog\/zstd|valyala\/gozstd|linxGnu\/grocksdb|tecbot\/gorocksdb|jmhodges\/levigo)/,
  /^github\.com\/(?:marcboeker\/go-duckdb|duckdb\/duckdb-go|mutecomm\/go-sqlcipher|tursodatabase\/go-libsql)/,
  /^github\.com\/(?:godror\/godror|sijms\/oci|ibmdb\/go_ibm_db|alexbrainman\/odbc)/,
  /^github\.com\/(?:libgit2\/git2go|gotk3\/gotk3|diamondburned\/gotk4|go-gl\/|veandco\/go-sdl2|hajimehoshi\/)/,
  /^(?:fyne\.io\/fyne|gioui\.org|gocv\.io\/x\/gocv|github\.com\/gopxl\/)/,
  /^github\.com\/(?:h2non\/bimg|davidbyttow\/govips|gographics\/imagick|chai2010\/webp|kolesa-team\/go-webp)/,
  /^github\.com\/(?:google\/gopacket|gopacket\/gopacket|miekg\/pkcs11|ThalesGroup\/crypto11|proglottis\/gpgme)/,
  /^github\.com\/(?:containers\/(?:storage|image)|seccomp\/libseccomp-golang|msteinert\/pam|coreos\/go-systemd)/,
  /^github\.com\/(?:bytecodealliance\/wasmtime-go|wasmerio\/wasmer-go|rogchap\/v8go|tommie\/v8go)/,
  /^github\.com\/(?:yalue\/onnxruntime_go|smacker\/go-tree-sitter|tree-sitter\/|pebbe\/zmq4|zeromq\/goczmq)/,
  /^github\.com\/(?:supranational\/blst|herumi\/bls|NVIDIA\/go-nvml|microsoft\/go-crypto-openssl|spacemonkeygo\/openssl)/,
  /^github\.com\/(?:ebitengine\/oto|gordonklaus\/portaudio|xlab\/|go-vgo\/robotgo|getlantern\/systray)/,
  /^github\.com\/(?:linuxkit\/virtsock|libvirt\/|rakyll\/portmidi|otiai10\/gosseract)/,
  /^(?:libvirt\.org\/|modernc\.org\/tk)/,
];

export function isCgoModule(path: string): boolean {
  return cgoModules.some((pattern) => pattern.test(path));
}
