# gem-shelf.rb SHELF NAME=VERSION...   packs Ruby libraries that Debian has installed as gems again, under the versions that
# the projects lock (Debian's own move with its security updates), and writes the index of a gem source into SHELF.
require 'fileutils'
require 'rubygems/package'
require 'zlib'

def pack(name, version)
  installed = Gem::Specification.find_by_name(name)
  root = "/tmp/#{name}"
  FileUtils.mkdir_p(["#{root}/lib", "#{root}/exe"])
  # Some Debian packages keep the folders of the gem, others have only the libraries.
  kept = Dir["#{installed.full_gem_path}/lib/*"]
  FileUtils.cp_r(kept.any? ? kept : Dir["/usr/lib/ruby/vendor_ruby/#{name}{,.rb}"], "#{root}/lib")
  # What was compiled of a gem lies apart.
  FileUtils.cp_r(Dir["#{installed.extension_dir}/*"].grep(/\.so$|\/#{name}$/), "#{root}/lib")
  installed.executables.each { |program| FileUtils.cp(installed.bin_file(program), "#{root}/exe") }
  Dir.chdir(root) do
    gem = Gem::Specification.new do |spec|
      %i[name summary authors licenses homepage executables required_ruby_version].each do |field|
        spec.public_send("#{field}=", installed.public_send(field))
      end
      spec.version = version
      spec.bindir = 'exe'
      spec.files = Dir['{lib,exe}/**/*'].select { |file| File.file?(file) }
      installed.runtime_dependencies.each { |other| spec.add_dependency(other.name, *other.requirements_list) }
    end
    [gem, File.join(root, Gem::Package.build(gem))]
  end
end

def write_list(name, gems)
  list = gems.map { |gem| [gem.name, gem.version, 'ruby'] }
  Zlib::GzipWriter.open("#{name}.4.8.gz") { |file| file.write(Marshal.dump(list)) }
end

shelf, *wanted = ARGV
packed = wanted.map { |gem| pack(*gem.split('=')) }
FileUtils.mkdir_p(["#{shelf}/gems", "#{shelf}/quick/Marshal.4.8"])
FileUtils.mv(packed.map(&:last), "#{shelf}/gems")
Dir.chdir(shelf)
gems = packed.map(&:first)
gems.each { |gem| File.binwrite("quick/Marshal.4.8/#{gem.full_name}.gemspec.rz", Zlib.deflate(Marshal.dump(gem))) }
write_list('specs', gems)
write_list('latest_specs', gems)
write_list('prerelease_specs', [])
