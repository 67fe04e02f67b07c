<?php
// composer-phar.php FILE   packs Debian's Composer and its libraries into one file, as composer:2 has it: Dockerfiles copy
// that file into images without them.
$phar = new Phar($argv[1], 0, 'composer.phar');
$phar->startBuffering();
$root = '/usr/share/php/';
$files = new RecursiveIteratorIterator(new RecursiveDirectoryIterator($root, FilesystemIterator::FOLLOW_SYMLINKS | FilesystemIterator::SKIP_DOTS));
foreach ($files as $file) {
    $text = str_replace("'$root", "'phar://composer.phar/share/php/", file_get_contents($file->getPathname()));
    $phar->addFromString('share/php/' . substr($file->getPathname(), strlen($root)), $text);
}
$phar->addFromString('bin/composer', preg_replace('/^#!.*\n/', '', file_get_contents('/usr/bin/composer')));
$phar->setStub("#!/usr/bin/env php\n<?php Phar::mapPhar('composer.phar'); require 'phar://composer.phar/bin/composer'; __HALT_COMPILER();");
$phar->stopBuffering();
