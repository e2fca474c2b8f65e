#!/usr/bin/env bash
# Runs tests of the vector kernels inside Bochs on a processor model with AVX-512. Usage: run.sh [MODEL [PROJECT REGEX]...]; see README.md.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
repository=$(cd "$here/../.." && pwd)
model=${1:-corei7_skylake_x}
shift || true
[ $# -gt 0 ] || set -- fma 3000 Field 'KernelSelection|BlockTests.*Avx512|BlockMemoryTests.*Avx512'

missing=$(for package in bochs bochs-term bochsbios vgabios isolinux syslinux-common xorriso busybox-static cpio; do
  dpkg -s "$package" >/dev/null 2>&1 || echo "$package"
done)
[ -z "$missing" ] || { echo "first: apt-get install --no-install-recommends" $missing; exit 3; }

work=$(mktemp -d)
trap 'kill -9 ${bochs:-} 2>/dev/null || true; rm -rf "$work"' EXIT
guest=$work/guest
mkdir -p "$work"/{kernel,iso/isolinux} "$guest"/{bin,proc,sys,dev,tmp,lib64,lib/x86_64-linux-gnu}

# The tests with their own .NET runtime. The project is made here, as the test projects are executables that want no other above them in the solution.
# All but what is tested is compiled ahead, to start sooner; the JIT compiles the rest once, optimised, for the processor that it finds.
mkdir "$work/driver"
cat > "$work/driver/Zk.Emulated.csproj" <<EOF
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <RuntimeIdentifier>linux-x64</RuntimeIdentifier>
    <SelfContained>true</SelfContained>
    <ValidateExecutableReferencesMatchSelfContained>false</ValidateExecutableReferencesMatchSelfContained>
    <GenerateTestingPlatformEntryPoint>false</GenerateTestingPlatformEntryPoint>
    <GenerateProgramFile>false</GenerateProgramFile>
    <PublishReadyToRun>true</PublishReadyToRun>
    <TieredCompilation>false</TieredCompilation>
    <ConcurrentGarbageCollection>false</ConcurrentGarbageCollection>
    <InvariantGlobalization>true</InvariantGlobalization>
    <SatelliteResourceLanguages>en</SatelliteResourceLanguages>
    <ImplicitUsings>enable</ImplicitUsings>
    <Nullable>enable</Nullable>
  </PropertyGroup>
  <ItemGroup>
    <Compile Include="$here/*.cs" />
    <ProjectReference Include="$repository/tests/Zk.Field.Tests/Zk.Field.Tests.csproj" />
    <ProjectReference Include="$repository/tests/Zk.Curves.Tests/Zk.Curves.Tests.csproj" />
    <ProjectReference Include="$repository/tests/Zk.Plonk.Tests/Zk.Plonk.Tests.csproj" />
    <PublishReadyToRunExclude Include="Zk.Field.dll;Zk.Curves.dll;Zk.Plonk.dll;Zk.Testing.dll;Zk.Field.Tests.dll;Zk.Curves.Tests.dll;Zk.Plonk.Tests.dll;Zk.Emulated.dll" />
  </ItemGroup>
</Project>
EOF
dotnet publish -c Release "$work/driver" -o "$guest/app" -v quiet
rm -f "$guest"/app/*.pdb "$guest"/app/*.xml
touch "$guest/app/Zk.sln"
(cd "$repository" && cp -r --parents src/Field/Vector/Generated tests/Zk.Plonk.Tests/Golden "$guest/app")
cp /lib64/ld-linux-x86-64.so.2 "$guest/lib64"
for library in libc.so.6 libm.so.6 libdl.so.2 libpthread.so.0 librt.so.1 libstdc++.so.6 libgcc_s.so.1 libssl.so.3 libcrypto.so.3; do
  cp -L "/usr/lib/x86_64-linux-gnu/$library" "$guest/lib/x86_64-linux-gnu"
done

cp /bin/busybox "$guest/bin"
for tool in sh mount cat grep sleep poweroff; do ln -s busybox "$guest/bin/$tool"; done
{
  echo '#!/bin/sh'
  echo 'mount -t proc proc /proc; mount -t sysfs sys /sys; mount -t devtmpfs dev /dev; mount -t tmpfs tmp /tmp'
  echo 'export PATH=/bin HOME=/tmp; cd /app'
  echo "cat /proc/version; grep -m1 'model name' /proc/cpuinfo; grep -m1 flags /proc/cpuinfo"
  echo 'status=0'
  while [ $# -gt 1 ]; do printf "./Zk.Emulated '%s' '%s' || status=1\n" "$1" "$2"; shift 2; done
  echo 'echo "guest exits with $status"; sleep 2; poweroff -f'
} > "$guest/init"
chmod +x "$guest/init"

# Debian's kernel for virtual machines, not installed. Bochs 2.7 tells a wrong size of the compact form of saved registers, for which Linux would
# switch off all of AVX; so that form is switched off.
(
  cd "$work/kernel"
  apt-get download -qq "$(apt-cache depends linux-image-cloud-amd64 | sed -n 's/.*Depends: \(linux-image-[0-9].*\)/\1/p' | head -n 1)" 2>/dev/null
  dpkg-deb -x linux-image-*.deb .
)
cp "$work"/kernel/boot/vmlinuz-* "$work/iso/vmlinuz"
(cd "$guest" && find . | cpio -o -H newc --quiet | gzip -1) > "$work/iso/initrd.gz"
cp /usr/lib/ISOLINUX/isolinux.bin /usr/lib/syslinux/modules/bios/ldlinux.c32 "$work/iso/isolinux"
cat > "$work/iso/isolinux/isolinux.cfg" <<'EOF'
default zk
label zk
  linux /vmlinuz
  initrd /initrd.gz
  append console=ttyS0 quiet nosmp mitigations=off nokaslr tsc=reliable random.trust_cpu=on panic=-1 noxsaves clearcpuid=321,323
EOF
xorriso -as mkisofs -quiet -o "$work/zk.iso" -b isolinux/isolinux.bin -c isolinux/boot.cat -no-emul-boot -boot-load-size 4 -boot-info-table "$work/iso" 2>/dev/null

cat > "$work/bochsrc" <<EOF
cpu: model=$model, count=1, ips=50000000, reset_on_triple_fault=0, ignore_bad_msrs=1
megs: 2048
romimage: file=/usr/share/bochs/BIOS-bochs-latest
vgaromimage: file=/usr/share/bochs/VGABIOS-lgpl-latest
ata0-master: type=cdrom, path=$work/zk.iso, status=inserted
boot: cdrom
com1: enabled=1, mode=file, dev=$work/serial
clock: sync=none
plugin_ctrl: speaker=0
display_library: term
log: $work/log
panic: action=fatal
error: action=report
EOF
# Debian's Bochs has the debugger in, which asks for commands first. It ends with the guest's power off, as a panic.
printf 'c\nq\n' > "$work/commands"
: > "$work/serial"
TERM=vt100 nice -n 19 bochs -q -f "$work/bochsrc" -rc "$work/commands" > "$work/screen" 2>&1 < /dev/null &
bochs=$!
tail -n +1 -f --pid=$bochs "$work/serial" | sed -u 's/\r$//'
sed -n 's/^0*\([0-9]*\)p\[ACPI.*soft power off/\1 instructions in all/p' "$work/log"
grep -q 'guest exits with 0' "$work/serial"
