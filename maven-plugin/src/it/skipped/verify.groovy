def target = new File(basedir, "target")
assert new File(target, "skipped-1.0.jar").isFile()
assert new File(target, "jacoco.exec").length() > 0
assert !new File(target, "whittle.wprof").exists()
assert !new File(target, "skipped-1.0-whittled.jar").exists()
