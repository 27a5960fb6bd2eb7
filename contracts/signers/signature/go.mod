module ncloud-community.github.io/signature

go 1.21
