// ANCHOR: main
fn main() {
    println!("x");
}
// ANCHOR_END: main
